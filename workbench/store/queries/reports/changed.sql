-- The deals whose last change within a period of recording is the newest, with when, by whom, and how many there are.
with {{given past}} {{parts/then}}, {{end}} filtered as (
  {{opportunity/filtered}}
),
latest as (
  select c.entity_id, max(c.recorded_at) as recorded_at, arg_max(c.unit_id, c.recorded_at) as unit_id
  from change as c
  where
    c.entity = 'opportunity'
    and c.recorded_at >= cast($since as timestamp)
    and c.recorded_at < cast($until as timestamp)
  group by c.entity_id
)
select o.number, o.title, o.currency, o.net, l.recorded_at, u.user_login, count(*) over () as total
from latest as l
join filtered as f on f.id = l.entity_id
join opportunity as o on o.id = f.id
left join unit_of_work as u on u.id = l.unit_id
order by l.recorded_at desc, o.number desc, o.id
limit $limit
