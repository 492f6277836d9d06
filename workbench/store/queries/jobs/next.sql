-- Read the job of a machine that has waited longest.
select j.id
from job as j
where j.state = 'waiting' {{given host}} and j.host = $host {{end}}
order by j.asked_at, j.id
limit 1
