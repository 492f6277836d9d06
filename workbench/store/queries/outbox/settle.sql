-- Mark deliveries as done.
update delivery set
  state = 'delivered', attempts = attempts + 1, ended_at = cast($now as timestamp), error = null
where channel_id = $channel_id and state = 'waiting' and list_contains(cast($events as uuid[]), event_id)
