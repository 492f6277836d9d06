-- Change a workflow.
update workflow set
  position = cast($position as integer),
  code = cast($code as varchar),
  name = cast($name as varchar),
  retired = cast($retired as boolean)
where id = $id
