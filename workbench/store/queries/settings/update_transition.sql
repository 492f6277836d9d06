-- Allow a pair of stages again, or no more.
update transition set retired = cast($retired as boolean)
where workflow_id = $workflow_id and from_stage_id = $from_stage_id and to_stage_id = $to_stage_id
