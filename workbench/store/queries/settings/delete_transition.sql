-- Allow a pair of stages no more.
delete from transition
where workflow_id = $workflow_id and from_stage_id = $from_stage_id and to_stage_id = $to_stage_id
