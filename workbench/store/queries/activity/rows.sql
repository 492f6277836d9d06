-- Some activities as rows of a list.
select
  a.id, a.version, a.type_id, a.opportunity_id, a.contact_id, a.person_id, a.assignee_id, a.entered_by, a.subject,
  a.state, a.mandatory, a.created_date, a.due_date, a.due_at, a.remind_at, a.done_at, a.minutes, a.outcome,
  a.follows_id, a.notes, a.external_source, a.external_id, a.archived
from activity as a
where a.id in ({{each ids}})
