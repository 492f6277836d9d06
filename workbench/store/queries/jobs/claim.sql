-- Begin a waiting job; two workers that do so at the same moment collide here.
update job set
  state = 'running',
  started_at = cast($now as timestamp),
  worker_id = cast($worker_id as uuid)
where id = $id and state = 'waiting'
