-- Runs whose last attempt failed and that were neither tried again nor told.
select r.schedule_id, s.name, r.due_at, r.attempt, r.by_hand, j.ended_at, j.error
from schedule_run as r
join schedule as s on s.id = r.schedule_id
join job as j on j.id = r.job_id
where
  j.state = 'failed'
  and not exists (
    select 1 from schedule_run as n
    where n.schedule_id = r.schedule_id and n.due_at = r.due_at and n.attempt > r.attempt
  )
  and not exists (select 1 from schedule_failure as f where f.schedule_id = r.schedule_id and f.due_at = r.due_at)
order by r.schedule_id, r.due_at
