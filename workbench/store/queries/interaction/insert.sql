-- Add an interaction.
insert into interaction (
  id, version, kind, direction, opportunity_id, contact_id, person_id, user_id, happened_at, minutes, subject,
  body, outcome, activity_id, external_source, external_id, archived,
  said_folded
)
select
  cast($id as uuid), cast($version as integer), cast($kind as varchar), cast($direction as varchar),
  cast($opportunity_id as uuid), cast($contact_id as uuid), cast($person_id as uuid), cast($user_id as uuid),
  cast($happened_at as timestamp), cast($minutes as integer), cast($subject as varchar), cast($body as varchar),
  cast($outcome as varchar), cast($activity_id as uuid), cast($external_source as varchar),
  cast($external_id as varchar), cast($archived as boolean),
  lower(strip_accents(concat_ws(' ', cast($subject as varchar), cast($body as varchar), cast($outcome as varchar))))
