-- Violated where one of these deliveries no longer waits, or was claimed by somebody else meanwhile.
select 1
from (
  select count(*) as waiting
  from delivery as d
  where
    d.channel_id = $channel_id and list_contains(cast($events as uuid[]), d.event_id) and d.state = 'waiting'
    and d.next_at <= $now
) as present
where present.waiting <> $count
