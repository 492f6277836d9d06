-- A job is in a known state and has ended exactly if that says so; its progress and log are of a job.
select 'state' as rule, cast(j.id as varchar) as job, j.state
from job as j
where j.state not in ('waiting', 'running', 'done', 'failed', 'cancelled')
  or (j.state in ('done', 'failed', 'cancelled')) <> (j.ended_at is not null)
  or (j.state = 'cancelled' and j.written_at is not null)
union all
select 'progress' as rule, cast(p.job_id as varchar) as job, p.step as state
from job_progress as p
where p.job_id not in (select j.id from job as j) or p.share < 0 or p.share > 1
union all
select 'log' as rule, cast(l.job_id as varchar) as job, l.level as state
from job_log as l
where l.job_id not in (select j.id from job as j)
