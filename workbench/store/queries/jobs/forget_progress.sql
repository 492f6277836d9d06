-- Remove the progress of jobs that ended before a moment; nobody writes to an ended job.
delete from job_progress
where job_id in (select j.id from job as j where j.ended_at < $before)
