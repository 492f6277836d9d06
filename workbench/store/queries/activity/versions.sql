-- All versions of an activity, oldest first, with who wrote each, from where and why.
select
  h.unit_id, h.recorded_at, h.effective_at, u.user_login, u.origin, u.kind, u.why,
  h.id, h.version, h.type_id, h.opportunity_id, h.contact_id, h.person_id, h.assignee_id, h.entered_by, h.subject, h.state, h.mandatory,
  h.created_date, h.due_date, h.due_at, h.remind_at, h.done_at, h.minutes, h.outcome, h.follows_id, h.notes, h.external_source,
  h.external_id, h.archived
from activity_history as h
left join unit_of_work as u on u.id = h.unit_id
where h.id = $id
order by h.version
