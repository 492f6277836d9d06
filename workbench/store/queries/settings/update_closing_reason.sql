-- Change a closing reason.
update closing_reason set
  position = cast($position as integer),
  code = cast($code as varchar),
  name = cast($name as varchar),
  verdict = cast($verdict as varchar),
  retired = cast($retired as boolean)
where id = $id
