-- Take a person's data out of the jobs.
update job set
  title = regexp_replace(title, $pattern, $marker, 'gi'),
  arguments = regexp_replace(arguments, $pattern, $marker, 'gi'),
  result = regexp_replace(result, $pattern, $marker, 'gi'),
  error = regexp_replace(error, $pattern, $marker, 'gi')
where regexp_matches(title, $pattern, 'i') or regexp_matches(arguments, $pattern, 'i') or regexp_matches(result, $pattern, 'i') or regexp_matches(error, $pattern, 'i')
