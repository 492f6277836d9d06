-- On which deals some records hang now.
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
