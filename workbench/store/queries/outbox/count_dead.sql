-- How many deliveries were given up.
select count(*) as dead
from delivery
where state = 'dead'
  {{given channel_id}} and channel_id = $channel_id {{end}}
  {{given event_id}} and event_id = $event_id {{end}}
