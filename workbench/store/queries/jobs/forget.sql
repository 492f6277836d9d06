-- Remove the jobs that ended before a moment; nobody writes to an ended job.
delete from job where ended_at < $before
