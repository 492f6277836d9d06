-- Change an activity type.
update activity_type set
  position = cast($position as integer),
  code = cast($code as varchar),
  name = cast($name as varchar),
  due_days = cast($due_days as integer),
  next_type_id = cast($next_type_id as uuid),
  icon = cast($icon as varchar),
  usual_minutes = cast($usual_minutes as integer),
  counts_as = cast($counts_as as varchar),
  retired = cast($retired as boolean)
where id = $id
