-- Read the running jobs with the worker that has them.
select j.id, j.written_at, w.host as worker_host, w.pid as worker_pid, w.seen_at
from job as j
left join worker as w on w.id = j.worker_id
where j.state = 'running'
order by j.asked_at, j.id
