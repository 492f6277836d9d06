-- Read the job of a machine that has waited longest.
select j.id
from job as j
where j.state = 'waiting' and j.host = $host
order by j.asked_at, j.id
limit 1
