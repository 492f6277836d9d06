-- Everything that hangs on a deal beside its lines, in a fixed order.
with linked as (
  {{deal_merging/linked}}
)
select l.entity, l.id, l.version, l.opportunity_id
from linked as l
order by l.entity, l.id
