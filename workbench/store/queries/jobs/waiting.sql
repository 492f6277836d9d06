-- Count the jobs that wait for a worker of a machine since before a moment.
select count(*) as n
from job as j
where j.state = 'waiting' and j.asked_at < $before {{given host}} and j.host = $host {{end}}
