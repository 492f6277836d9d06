-- The units of work since a moment with the records each changed, and how many units there are in all.
with recent as (
  select u.id, u.recorded_at, u.user_login
  from unit_of_work as u
  where u.recorded_at >= $since
),
counted as (
  select count(*) as units from unit_of_work
)
select n.units, r.id as unit_id, r.recorded_at, r.user_login, c.entity, c.entity_id, c.version
from counted as n
left join recent as r on true
left join change as c on c.unit_id = r.id and c.recorded_at >= $since
order by r.recorded_at, r.id, c.entity_id
limit $limit
