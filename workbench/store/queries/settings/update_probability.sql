-- Change a row of the probability table.
update probability set
  position = cast($position as integer),
  code = cast($code as varchar),
  name = cast($name as varchar),
  percent = cast($percent as decimal(5, 2)),
  outcome = cast($outcome as varchar),
  retired = cast($retired as boolean)
where id = $id
