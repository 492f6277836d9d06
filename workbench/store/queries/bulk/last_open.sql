-- The stage in which each of some deals was open for the last time, and the workflow that it had then.
with ranked as (
  select
    h.id, h.workflow_id, h.stage_id, row_number() over (partition by h.id order by h.version desc) as age
  from opportunity_history as h
  where h.status = 'open' and h.id in ({{each ids}})
)
select id, workflow_id, stage_id
from ranked
where age = 1
order by id
