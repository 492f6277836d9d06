-- Give a new job its row of progress.
insert into job_progress (job_id, told_at, step, share) values ($id, $now, '', cast(0 as double))
