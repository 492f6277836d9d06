-- Add a name of a quality.
insert into contact_quality (
  id, position, code, name, retired
)
select
  cast($id as uuid),
  cast($position as integer),
  cast($code as varchar),
  cast($name as varchar),
  cast($retired as boolean)
