-- Which of some deals the filters let through.
with {{given past}} {{parts/then}}, {{end}} filtered as (
  {{opportunity/filtered}}
)
select f.id
from filtered as f
where f.id in ({{each ids}})
  {{given workflow}} and f.workflow_id = $workflow {{end}}
