-- The versions of some activities that units of work wrote, and the versions before them.
select
  h.unit_id, h.recorded_at, h.effective_at, h.id, h.version, h.type_id, h.opportunity_id, h.contact_id, h.person_id,
  h.assignee_id, h.entered_by, h.subject, h.state, h.mandatory, h.created_date, h.due_date, h.due_at, h.remind_at,
  h.done_at, h.minutes, h.outcome, h.follows_id, h.notes, h.external_source, h.external_id, h.archived
from activity_history as h
join change as c on c.entity_id = h.id and h.version between c.version - 1 and c.version
where c.entity = 'activity' and c.unit_id in ({{each units}}) and c.entity_id in ({{each ids}})
order by h.id, h.version
