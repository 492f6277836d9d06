-- The versions of some interactions that units of work wrote, and the versions before them.
select
  h.unit_id, h.recorded_at, h.effective_at, h.id, h.version, h.kind, h.direction, h.opportunity_id, h.contact_id,
  h.person_id, h.user_id, h.happened_at, h.minutes, h.subject, h.body, h.outcome, h.activity_id, h.external_source,
  h.external_id, h.archived
from interaction_history as h
join change as c on c.entity_id = h.id and h.version between c.version - 1 and c.version
where c.entity = 'interaction' and c.unit_id in ({{each units}}) and c.entity_id in ({{each ids}})
order by h.id, h.version
