-- Take a person's data out of what jobs said.
update job_log set
  text = regexp_replace(text, $pattern, $marker, 'gi')
where regexp_matches(text, $pattern, 'i')
