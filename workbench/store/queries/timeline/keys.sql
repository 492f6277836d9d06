-- What happened with a deal or a contact, latest first: interactions, and done activities that did not become one.
with acted as (
  {{activity/seen}}
),
spoken as (
  {{interaction/seen}}
),
told as (
  select 'interaction' as entity, s.id, s.happened_at as moment
  from spoken as s
  where true
    {{given of_deal}} and s.opportunity_id = $of_deal {{end}}
    {{given of_contact}} and (s.contact_id = $of_contact or s.person_id = $of_contact) {{end}}
  union all
  select 'activity' as entity, a.id, a.done_at as moment
  from acted as a
  where a.state = 'done'
    and not exists (select 1 from interaction as i where i.activity_id = a.id and not i.archived)
    {{given of_deal}} and a.opportunity_id = $of_deal {{end}}
    {{given of_contact}} and (a.contact_id = $of_contact or a.person_id = $of_contact) {{end}}
)
select t.entity, t.id, t.moment
from told as t
order by t.moment desc, t.id desc
limit $limit offset $after
