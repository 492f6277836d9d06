-- How many of the deals that the filters let through are in each workflow.
with {{given past}} {{parts/then}}, {{end}} filtered as (
  {{opportunity/filtered}}
)
select f.workflow_id, count(*) as count
from filtered as f
group by f.workflow_id
