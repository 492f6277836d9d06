-- Write the present version of a saved view; the guard has checked the version it replaces.
update view set
  version = cast($version as integer),
  name = cast($name as varchar),
  owner_id = cast($owner_id as uuid),
  what = cast($what as varchar),
  state = cast($state as varchar),
  roles = cast($roles as varchar),
  default_for = cast($default_for as varchar),
  archived = cast($archived as boolean)
where id = $id
