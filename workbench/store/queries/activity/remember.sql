-- Append a version of an activity to its history.
insert into activity_history (
  unit_id, recorded_at, effective_at,
  id, version, type_id, opportunity_id, contact_id, person_id, assignee_id, entered_by, subject, state, mandatory,
  created_date, due_date, due_at, remind_at, done_at, minutes, outcome, follows_id, notes, external_source,
  external_id, archived
)
select
  cast($unit_id as uuid), cast($recorded_at as timestamp), cast($effective_at as timestamp),
  cast($id as uuid), cast($version as integer), cast($type_id as uuid), cast($opportunity_id as uuid),
  cast($contact_id as uuid), cast($person_id as uuid), cast($assignee_id as uuid), cast($entered_by as uuid),
  cast($subject as varchar), cast($state as varchar), cast($mandatory as boolean), cast($created_date as date),
  cast($due_date as date), cast($due_at as timestamp), cast($remind_at as timestamp), cast($done_at as timestamp),
  cast($minutes as integer), cast($outcome as varchar), cast($follows_id as uuid), cast($notes as varchar),
  cast($external_source as varchar), cast($external_id as varchar), cast($archived as boolean)
