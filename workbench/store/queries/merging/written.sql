-- Where the records that a unit of work wrote pointed before it and after it.
with written as (
  select c.entity, c.entity_id, c.version
  from change as c
  where c.unit_id = $unit
),
pointed as (
select 'contact' as entity, h.id, h.version, h.version = w.version as after, h.parent_id as contact_id, cast(null as uuid) as person_id
from written as w
join contact_history as h on h.id = w.entity_id and h.version in (w.version - 1, w.version)
where w.entity = 'contact'
union all
select 'opportunity' as entity, h.id, h.version, h.version = w.version as after, h.contact_id as contact_id, h.person_id as person_id
from written as w
join opportunity_history as h on h.id = w.entity_id and h.version in (w.version - 1, w.version)
where w.entity = 'opportunity'
union all
select 'activity' as entity, h.id, h.version, h.version = w.version as after, h.contact_id as contact_id, h.person_id as person_id
from written as w
join activity_history as h on h.id = w.entity_id and h.version in (w.version - 1, w.version)
where w.entity = 'activity'
union all
select 'interaction' as entity, h.id, h.version, h.version = w.version as after, h.contact_id as contact_id, h.person_id as person_id
from written as w
join interaction_history as h on h.id = w.entity_id and h.version in (w.version - 1, w.version)
where w.entity = 'interaction'
union all
select 'offer' as entity, h.id, h.version, h.version = w.version as after, h.contact_id as contact_id, h.person_id as person_id
from written as w
join offer_history as h on h.id = w.entity_id and h.version in (w.version - 1, w.version)
where w.entity = 'offer'
union all
select 'sales_order' as entity, h.id, h.version, h.version = w.version as after, h.contact_id as contact_id, h.person_id as person_id
from written as w
join sales_order_history as h on h.id = w.entity_id and h.version in (w.version - 1, w.version)
where w.entity = 'sales_order'
union all
select 'invoice' as entity, h.id, h.version, h.version = w.version as after, h.contact_id as contact_id, h.person_id as person_id
from written as w
join invoice_history as h on h.id = w.entity_id and h.version in (w.version - 1, w.version)
where w.entity = 'invoice'
)
select entity, id, version, after, contact_id, person_id
from pointed
order by entity, id, version
