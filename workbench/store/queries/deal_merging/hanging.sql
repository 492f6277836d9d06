-- On which deals some records hang now, in a fixed order.
with hanging as (
  {{deal_merging/hanging_now}}
)
select h.entity, h.id, h.version, h.opportunity_id
from hanging as h
order by h.entity, h.id
