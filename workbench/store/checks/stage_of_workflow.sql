-- A deal stands in a stage of its own workflow.
select o.number as deal, w.code as workflow, s.code as stage
from opportunity as o
join stage as s on s.id = o.stage_id
left join workflow as w on w.id = o.workflow_id
where s.workflow_id <> o.workflow_id
