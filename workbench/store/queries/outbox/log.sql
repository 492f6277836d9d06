-- Write events to a log channel's own table.
insert into event_log (event_id, channel_id, received_at, topic, payload)
select e.id, cast($channel_id as uuid), cast($now as timestamp), e.topic, e.payload
from outbox as e
where list_contains(cast($events as uuid[]), e.id)
