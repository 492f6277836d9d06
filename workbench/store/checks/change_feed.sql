-- The change feed tells, once, the version that each unit of work brought each deal and contact to.
with written as (
  select 'opportunity' as entity, id as entity_id, unit_id, max(version) as version
  from opportunity_history
  group by id, unit_id
  union all
  select 'contact' as entity, id as entity_id, unit_id, max(version) as version
  from contact_history
  group by id, unit_id
),
told as (
  select entity, entity_id, unit_id, max(version) as version, count(*) as times
  from change
  where entity in ('opportunity', 'contact')
  group by entity, entity_id, unit_id
)
select
  coalesce(w.entity, t.entity) as entity, coalesce(w.entity_id, t.entity_id) as record,
  coalesce(w.unit_id, t.unit_id) as unit_of_work, w.version as written_version, t.version as told_version, t.times
from written as w
full join told as t on t.entity = w.entity and t.entity_id = w.entity_id and t.unit_id = w.unit_id
where w.version is distinct from t.version or t.times is distinct from 1
