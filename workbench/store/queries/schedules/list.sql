-- All schedules with their last run; its job may be gone already.
with latest as (
  select schedule_id, max(due_at) filter (where not by_hand) as due_at, max(made_at) as made_at
  from schedule_run
  group by schedule_id
),
last_run as (
  select r.schedule_id, max(cast(r.job_id as varchar)) as job_id
  from schedule_run as r
  join latest as l on l.schedule_id = r.schedule_id and l.made_at = r.made_at
  group by r.schedule_id
)
select
  s.id, s.name, s.cron, s.zone, s.kind, s.arguments, s.user_login, s.language, s.catch_up, s.retries, s.since,
  s.paused, s.retired, l.due_at as last_due_at, l.made_at as last_made_at, j.state as last_state
from schedule as s
left join latest as l on l.schedule_id = s.id
left join last_run as r on r.schedule_id = s.id
left join job as j on j.id = cast(r.job_id as uuid)
where true
  {{given key}} and s.id = $key {{end}}
  {{given active}} and not s.paused {{end}}
  {{given present}} and not s.retired {{end}}
order by s.name, s.id
