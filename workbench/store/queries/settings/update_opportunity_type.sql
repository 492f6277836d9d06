-- Change an opportunity type.
update opportunity_type set
  code = cast($code as varchar),
  name = cast($name as varchar),
  workflow_id = cast($workflow_id as uuid),
  retired = cast($retired as boolean)
where id = $id
