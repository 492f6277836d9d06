-- A transition leads between two different stages of its own workflow.
select w.code as workflow, f.code as from_stage, g.code as to_stage
from transition as t
join workflow as w on w.id = t.workflow_id
join stage as f on f.id = t.from_stage_id
join stage as g on g.id = t.to_stage_id
where f.workflow_id <> t.workflow_id or g.workflow_id <> t.workflow_id or f.id = g.id
