-- An activity's row is the last version of its history.
with latest as (
  select id, max(version) as version
  from activity_history
  group by id
)
select p.subject as activity, p.version, v.version as last_version_in_history
from activity as p
left join latest as v on v.id = p.id
left join activity_history as l on l.id = v.id and l.version = v.version
where l.id is null
  or p.version is distinct from l.version
  or p.type_id is distinct from l.type_id
  or p.opportunity_id is distinct from l.opportunity_id
  or p.contact_id is distinct from l.contact_id
  or p.person_id is distinct from l.person_id
  or p.assignee_id is distinct from l.assignee_id
  or p.entered_by is distinct from l.entered_by
  or p.subject is distinct from l.subject
  or p.state is distinct from l.state
  or p.mandatory is distinct from l.mandatory
  or p.created_date is distinct from l.created_date
  or p.due_date is distinct from l.due_date
  or p.due_at is distinct from l.due_at
  or p.remind_at is distinct from l.remind_at
  or p.done_at is distinct from l.done_at
  or p.minutes is distinct from l.minutes
  or p.outcome is distinct from l.outcome
  or p.follows_id is distinct from l.follows_id
  or p.notes is distinct from l.notes
  or p.external_source is distinct from l.external_source
  or p.external_id is distinct from l.external_id
  or p.archived is distinct from l.archived
