-- Remove deliveries that are done for long; nobody writes a delivered one any more.
delete from delivery
where state = 'delivered' and ended_at < $before
