-- The interactions of the deals that the filters let through; without a condition all that the person sees.
with {{given past}} {{parts/then}}, {{end}} filtered as (
  {{opportunity/filtered}}
),
seen as (
  {{interaction/seen}}
)
select
  cast(i.id as varchar) as id, i.kind, i.direction, i.happened_at, i.subject, i.body as text, i.outcome, i.minutes,
  o.number, o.title, c.name as contact, p.name as person, u.login as who, cast(i.activity_id as varchar) as activity_id,
  i.external_source as imported_from, i.external_id as imported_id
from seen as s
join interaction as i on i.id = s.id
left join filtered as f on f.id = i.opportunity_id
left join opportunity as o on o.id = f.id
left join contact as c on c.id = i.contact_id
left join contact as p on p.id = i.person_id
left join user_account as u on u.id = i.user_id
where $everything or f.id is not null
order by i.happened_at, i.id
