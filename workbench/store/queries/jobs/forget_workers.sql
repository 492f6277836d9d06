-- Remove the workers that were last seen before a moment; their jobs ended before it.
delete from worker
where seen_at < $before and id not in (select j.worker_id from job as j where j.worker_id is not null)
