-- The deliveries, latest events first, with the channel each goes to.
select
  d.event_id, c.code as channel, e.topic, e.recorded_at, e.payload, d.state, d.attempts, d.next_at, d.ended_at, d.error
from delivery as d
join outbox as e on e.id = d.event_id
join channel as c on c.id = d.channel_id
where true
  {{given state}} and d.state = $state {{end}}
  {{given channel_id}} and d.channel_id = $channel_id {{end}}
order by d.event_id desc, c.code
limit $limit
