-- Note a failed attempt: tried again later, or given up.
update delivery set
  state = cast($state as varchar), attempts = cast($attempts as integer), next_at = cast($next_at as timestamp),
  ended_at = cast($ended_at as timestamp), error = cast($error as varchar)
where channel_id = $channel_id and event_id = $event_id and state = 'waiting'
