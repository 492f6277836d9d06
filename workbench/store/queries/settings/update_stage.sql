-- Change a stage.
update stage set
  workflow_id = cast($workflow_id as uuid),
  position = cast($position as integer),
  code = cast($code as varchar),
  name = cast($name as varchar),
  colour = cast($colour as varchar),
  outcome = cast($outcome as varchar),
  probability_id = cast($probability_id as uuid),
  expected_days = cast($expected_days as integer),
  retired = cast($retired as boolean)
where id = $id
