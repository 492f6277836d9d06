-- Add an allowed pair of stages.
insert into transition (
  workflow_id, from_stage_id, to_stage_id, retired
)
select
  cast($workflow_id as uuid), cast($from_stage_id as uuid), cast($to_stage_id as uuid), cast($retired as boolean)
