-- Read what a job said, oldest first.
select l.told_at, l.level, l.text from job_log as l where l.job_id = $id order by l.told_at, l.level, l.text
