-- Take a person's data out of the reasons of changes.
update unit_of_work set
  why = regexp_replace(why, $pattern, $marker, 'gi')
where regexp_matches(why, $pattern, 'i')
