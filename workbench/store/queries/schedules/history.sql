-- The runs of a schedule, latest first, each with its job's state.
select r.due_at, r.attempt, r.by_hand, r.made_at, r.job_id, j.state, j.started_at, j.ended_at, j.error
from schedule_run as r
left join job as j on j.id = r.job_id
where r.schedule_id = $id
order by r.made_at desc, r.due_at desc, r.attempt desc
limit $limit
