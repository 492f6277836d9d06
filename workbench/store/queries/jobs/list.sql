-- Read jobs with their progress and the worker that has them, the latest first.
select
  j.id, j.kind, j.title, j.arguments, j.user_login, j.language, j.host, j.state, j.asked_at, j.started_at, j.written_at,
  j.ended_at, j.worker_id, j.result, j.error, j.again_of, p.step, p.share,
  w.host as worker_host, w.pid as worker_pid, w.seen_at
from job as j
left join job_progress as p on p.job_id = j.id
left join worker as w on w.id = j.worker_id
where true
{{given key}}
  and j.id = $key
{{end}}
{{given login}}
  and j.user_login = $login
{{end}}
order by j.asked_at desc, j.id desc
limit cast($limit as bigint)
