-- Keep a new job: waiting in the queue, or running already in the process that asks for it.
insert into job (
  id, kind, title, arguments, user_login, language, host, state, asked_at, started_at, worker_id, again_of
) values (
  $id, $kind, $title, $arguments, $user_login, $language, $host, $state, $asked_at,
  cast($started_at as timestamp), cast($worker_id as uuid), cast($again_of as uuid)
)
