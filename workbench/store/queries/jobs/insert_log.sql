-- Keep something that a job said.
insert into job_log (job_id, told_at, level, text) values ($id, $now, $level, $text)
