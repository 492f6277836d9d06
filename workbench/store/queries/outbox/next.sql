-- The events that are due for one channel, in the order in which they came about.
select d.event_id, d.attempts, e.topic, e.payload
from delivery as d
join outbox as e on e.id = d.event_id
where d.channel_id = $channel_id and d.state = 'waiting' and d.next_at <= $now
order by d.event_id
limit $limit
