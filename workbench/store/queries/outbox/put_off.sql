-- Let deliveries wait until a moment: others send them no earlier.
update delivery set next_at = cast($until as timestamp)
where channel_id = $channel_id and state = 'waiting' and list_contains(cast($events as uuid[]), event_id)
