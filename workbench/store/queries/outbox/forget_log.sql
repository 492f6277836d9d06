-- Remove what the log channels received long ago; nobody writes these rows any more.
delete from event_log
where received_at < $before
