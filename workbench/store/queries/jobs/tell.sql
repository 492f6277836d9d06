-- Keep how far a job is.
update job_progress set
  told_at = cast($now as timestamp),
  step = cast($step as varchar),
  share = cast($share as double)
where job_id = $id
