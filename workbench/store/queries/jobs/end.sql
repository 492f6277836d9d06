-- End a job: done, failed or cancelled.
update job set
  state = cast($state as varchar),
  ended_at = cast($now as timestamp),
  result = cast($result as varchar),
  error = cast($error as varchar)
where id = $id and state in ('waiting', 'running')
