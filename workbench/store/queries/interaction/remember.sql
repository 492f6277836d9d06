-- Append a version of an interaction to its history.
insert into interaction_history (
  unit_id, recorded_at, effective_at,
  id, version, kind, direction, opportunity_id, contact_id, person_id, user_id, happened_at, minutes, subject,
  body, outcome, activity_id, external_source, external_id, archived
)
select
  cast($unit_id as uuid), cast($recorded_at as timestamp), cast($effective_at as timestamp),
  cast($id as uuid), cast($version as integer), cast($kind as varchar), cast($direction as varchar),
  cast($opportunity_id as uuid), cast($contact_id as uuid), cast($person_id as uuid), cast($user_id as uuid),
  cast($happened_at as timestamp), cast($minutes as integer), cast($subject as varchar), cast($body as varchar),
  cast($outcome as varchar), cast($activity_id as uuid), cast($external_source as varchar),
  cast($external_id as varchar), cast($archived as boolean)
