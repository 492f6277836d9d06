-- Which activities a deal or a contact has: the planned by their day, then the others, latest first.
with seen as (
  {{activity/seen}}
)
select s.id
from seen as s
where true
  {{given of_deal}} and s.opportunity_id = $of_deal {{end}}
  {{given of_contact}} and (s.contact_id = $of_contact or s.person_id = $of_contact) {{end}}
order by
  case s.state when 'planned' then 0 else 1 end,
  case when s.state = 'planned' then s.due_date end nulls last,
  case when s.state = 'planned' then s.due_at end nulls last,
  s.done_at desc nulls last, s.id desc
limit $limit
