-- Add a stage of a workflow.
insert into stage (
  id, workflow_id, position, code, name, colour, outcome, probability_id, expected_days, retired
)
select
  cast($id as uuid), cast($workflow_id as uuid), cast($position as integer), cast($code as varchar),
  cast($name as varchar), cast($colour as varchar), cast($outcome as varchar), cast($probability_id as uuid),
  cast($expected_days as integer), cast($retired as boolean)
