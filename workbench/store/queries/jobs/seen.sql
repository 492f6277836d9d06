-- Show that a worker is alive.
update worker set seen_at = cast($now as timestamp) where id = $id
