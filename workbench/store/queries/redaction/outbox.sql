-- Take a person's data out of what waits to be told.
update outbox set
  payload = regexp_replace(payload, $pattern, $marker, 'gi')
where regexp_matches(payload, $pattern, 'i')
