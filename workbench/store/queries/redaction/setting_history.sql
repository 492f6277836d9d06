-- Take a person's data out of the history of the settings.
update setting_history set
  state = regexp_replace(state, $pattern, $marker, 'gi')
where regexp_matches(state, $pattern, 'i')
