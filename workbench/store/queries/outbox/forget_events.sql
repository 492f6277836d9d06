-- Remove old events that wait for no channel any more; an event is never written again.
delete from outbox
where recorded_at < $before and not exists (select 1 from delivery as d where d.event_id = outbox.id)
