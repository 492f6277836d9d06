-- Add an opportunity type.
insert into opportunity_type (
  id, code, name, workflow_id, retired
)
select
  cast($id as uuid), cast($code as varchar), cast($name as varchar), cast($workflow_id as uuid),
  cast($retired as boolean)
