-- Append the present version of some activities to their history.
insert into activity_history (
  unit_id, recorded_at, effective_at,
  id, version, type_id, opportunity_id, contact_id, person_id, assignee_id, entered_by, subject, state,
  mandatory, created_date, due_date, due_at, remind_at, done_at, minutes, outcome, follows_id, notes,
  external_source, external_id, archived
)
select
  cast($unit_id as uuid), cast($recorded_at as timestamp), cast($effective_at as timestamp),
  id, version, type_id, opportunity_id, contact_id, person_id, assignee_id, entered_by, subject, state,
  mandatory, created_date, due_date, due_at, remind_at, done_at, minutes, outcome, follows_id, notes,
  external_source, external_id, archived
from activity
where id in ({{each ids}})
