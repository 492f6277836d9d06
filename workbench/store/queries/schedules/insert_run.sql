-- Note the job of a schedule for a moment; the key refuses a second one.
insert into schedule_run (schedule_id, due_at, attempt, by_hand, made_at, job_id)
select
  cast($schedule_id as uuid), cast($due_at as timestamp), cast($attempt as integer), cast($by_hand as boolean),
  cast($made_at as timestamp), cast($job_id as uuid)
