-- Take a person's data out of saved views.
update view set
  name = regexp_replace(name, $pattern, $marker, 'gi'),
  state = regexp_replace(state, $pattern, $marker, 'gi')
where regexp_matches(name, $pattern, 'i') or regexp_matches(state, $pattern, 'i')
