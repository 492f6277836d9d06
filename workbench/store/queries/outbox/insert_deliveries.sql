-- Let an event wait for each of the channels that it goes to.
insert into delivery (event_id, channel_id, state, attempts, next_at)
select cast($event_id as uuid), unnest(cast($channels as uuid[])), 'waiting', 0, cast($next_at as timestamp)
