-- The activities of the deals that the filters let through; without a condition all that the person sees.
with {{given past}} {{parts/then}}, {{end}} filtered as (
  {{opportunity/filtered}}
),
seen as (
  {{activity/seen}}
)
select
  cast(a.id as varchar) as id, y.name as type, a.subject, a.state, o.number, o.title, c.name as contact,
  u.login as assignee, e.login as entered_by, a.mandatory, a.created_date, a.due_date, a.due_at, a.done_at, a.minutes,
  a.outcome, a.notes, a.external_source as imported_from, a.external_id as imported_id
from seen as s
join activity as a on a.id = s.id
left join filtered as f on f.id = a.opportunity_id
left join opportunity as o on o.id = f.id
left join activity_type as y on y.id = a.type_id
left join contact as c on c.id = a.contact_id
left join user_account as u on u.id = a.assignee_id
left join user_account as e on e.id = a.entered_by
where $everything or f.id is not null
order by coalesce(a.due_date, cast(a.done_at as date), a.created_date), a.id
