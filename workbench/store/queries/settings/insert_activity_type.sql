-- Add an activity type.
insert into activity_type (
  id, position, code, name, due_days, next_type_id, icon, usual_minutes, counts_as, retired
)
select
  cast($id as uuid), cast($position as integer), cast($code as varchar), cast($name as varchar),
  cast($due_days as integer), cast($next_type_id as uuid), cast($icon as varchar), cast($usual_minutes as integer),
  cast($counts_as as varchar), cast($retired as boolean)
