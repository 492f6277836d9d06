-- All versions of an interaction, oldest first, with who wrote each, from where and why.
select
  h.unit_id, h.recorded_at, h.effective_at, u.user_login, u.origin, u.kind, u.why,
  h.id, h.version, h.kind, h.direction, h.opportunity_id, h.contact_id, h.person_id, h.user_id, h.happened_at, h.minutes, h.subject,
  h.body, h.outcome, h.activity_id, h.external_source, h.external_id, h.archived
from interaction_history as h
left join unit_of_work as u on u.id = h.unit_id
where h.id = $id
order by h.version
