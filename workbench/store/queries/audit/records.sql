-- What some units of work wrote of records that the user sees: the first of each unit.
with seen as (
  {{audit/visible}}
),
ranked as (
  select
    s.unit_id, s.entity, s.entity_id, s.version,
    row_number() over (partition by s.unit_id order by s.entity desc, s.entity_id) as place
  from seen as s
  where s.unit_id in ({{each units}})
)
select r.unit_id, r.entity, r.entity_id, r.version
from ranked as r
where r.place <= $most
order by r.unit_id, r.place
