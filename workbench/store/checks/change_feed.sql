-- The change feed tells, once, the version that each unit of work brought each record to, deals and all others.
-- Both sides are compared by heaps of units first; only heaps that differ are looked at row by row.
with entries as (
  select 'opportunity' as entity, id as entity_id, unit_id, version, 0 as told from opportunity_history
  union all
  select 'contact' as entity, id as entity_id, unit_id, version, 0 as told from contact_history
  union all
  select 'activity' as entity, id as entity_id, unit_id, version, 0 as told from activity_history
  union all
  select 'interaction' as entity, id as entity_id, unit_id, version, 0 as told from interaction_history
  union all
  select 'offer' as entity, id as entity_id, unit_id, version, 0 as told from offer_history
  union all
  select 'sales_order' as entity, id as entity_id, unit_id, version, 0 as told from sales_order_history
  union all
  select 'invoice' as entity, id as entity_id, unit_id, version, 0 as told from invoice_history
  union all
  select 'payment' as entity, id as entity_id, unit_id, version, 0 as told from payment_history
  union all
  select 'view' as entity, id as entity_id, unit_id, version, 0 as told from view_history
  union all
  select entity, entity_id, unit_id, version, 1 as told
  from change
  where entity in (
    'opportunity', 'contact', 'activity', 'interaction', 'offer', 'sales_order', 'invoice', 'payment', 'view'
  )
),
heaps as (
  select
    hash(unit_id) % 512 as heap, bit_xor(hash(entity, entity_id, unit_id, version)) as difference,
    sum(1 - 2 * told) as surplus
  from entries
  group by hash(unit_id) % 512
),
wrong as (
  select heap
  from heaps
  where difference <> 0 or surplus <> 0
)
select
  e.entity, e.entity_id as record, e.unit_id as unit_of_work,
  max(case when e.told = 0 then e.version end) as written_version,
  max(case when e.told = 1 then e.version end) as told_version, sum(e.told) as times
from entries as e
join wrong as w on w.heap = hash(e.unit_id) % 512
group by e.entity, e.entity_id, e.unit_id
having max(case when e.told = 0 then e.version end) is distinct from max(case when e.told = 1 then e.version end)
  or sum(e.told) <> 1
