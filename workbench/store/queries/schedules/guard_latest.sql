-- Violated where the schedule was paused or retired, or ran for this moment or a later one already.
select 1
from schedule as s
where s.id = $id and (s.paused or s.retired or s.since >= $due_at)
union all
select 1
from schedule_run as r
where r.schedule_id = $id and r.due_at >= $due_at and not r.by_hand
