-- Change a team.
update team set
  code = cast($code as varchar),
  name = cast($name as varchar),
  retired = cast($retired as boolean)
where id = $id
