-- Some interactions as rows of a timeline.
select
  i.id, i.version, i.kind, i.direction, i.opportunity_id, i.contact_id, i.person_id, i.user_id, i.happened_at,
  i.minutes, i.subject, i.body, i.outcome, i.activity_id, i.external_source, i.external_id, i.archived
from interaction as i
where i.id in ({{each ids}})
