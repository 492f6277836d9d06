-- Take a person's data out of what was told.
update event_log set
  payload = regexp_replace(payload, $pattern, $marker, 'gi')
where regexp_matches(payload, $pattern, 'i')
