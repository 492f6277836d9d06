-- Let deliveries that were given up wait again, with all attempts before them.
update delivery set state = 'waiting', attempts = 0, next_at = cast($now as timestamp), ended_at = null
where state = 'dead'
  {{given channel_id}} and channel_id = $channel_id {{end}}
  {{given event_id}} and event_id = $event_id {{end}}
