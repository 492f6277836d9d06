-- Violated where some records hang on another deal than was read, or are at other versions.
with hanging as (
select 'activity' as entity, t.id, t.version, t.opportunity_id
from activity as t
where t.id in ({{each ids}})
union all
select 'interaction' as entity, t.id, t.version, t.opportunity_id
from interaction as t
where t.id in ({{each ids}})
union all
select 'offer' as entity, t.id, t.version, t.opportunity_id
from offer as t
where t.id in ({{each ids}})
union all
select 'sales_order' as entity, t.id, t.version, t.opportunity_id
from sales_order as t
where t.id in ({{each ids}})
union all
select 'invoice' as entity, t.id, t.version, t.opportunity_id
from invoice as t
where t.id in ({{each ids}})
),
found as (
  select count(*) filter (where h.opportunity_id = $deal) as present, coalesce(sum(h.version), 0) as versions
  from hanging as h
)
select 1
from found as f
where f.present <> $count or f.versions <> $versions
