-- Add a workflow.
insert into workflow (
  id, position, code, name, retired
)
select
  cast($id as uuid), cast($position as integer), cast($code as varchar), cast($name as varchar),
  cast($retired as boolean)
