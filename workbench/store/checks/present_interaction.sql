-- An interaction's row is the last version of its history.
with latest as (
  select id, max(version) as version
  from interaction_history
  group by id
)
select p.subject as interaction, p.version, v.version as last_version_in_history
from interaction as p
left join latest as v on v.id = p.id
left join interaction_history as l on l.id = v.id and l.version = v.version
where l.id is null
  or p.version is distinct from l.version
  or p.kind is distinct from l.kind
  or p.direction is distinct from l.direction
  or p.opportunity_id is distinct from l.opportunity_id
  or p.contact_id is distinct from l.contact_id
  or p.person_id is distinct from l.person_id
  or p.user_id is distinct from l.user_id
  or p.happened_at is distinct from l.happened_at
  or p.minutes is distinct from l.minutes
  or p.subject is distinct from l.subject
  or p.body is distinct from l.body
  or p.outcome is distinct from l.outcome
  or p.activity_id is distinct from l.activity_id
  or p.external_source is distinct from l.external_source
  or p.external_id is distinct from l.external_id
  or p.archived is distinct from l.archived
