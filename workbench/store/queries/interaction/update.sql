-- Write the present version of an interaction; the guard has checked the version it replaces.
update interaction set
  version = cast($version as integer),
  kind = cast($kind as varchar),
  direction = cast($direction as varchar),
  opportunity_id = cast($opportunity_id as uuid),
  contact_id = cast($contact_id as uuid),
  person_id = cast($person_id as uuid),
  user_id = cast($user_id as uuid),
  happened_at = cast($happened_at as timestamp),
  minutes = cast($minutes as integer),
  subject = cast($subject as varchar),
  body = cast($body as varchar),
  outcome = cast($outcome as varchar),
  said_folded = lower(strip_accents(concat_ws(' ', cast($subject as varchar), cast($body as varchar), cast($outcome as varchar)))),
  activity_id = cast($activity_id as uuid),
  external_source = cast($external_source as varchar),
  external_id = cast($external_id as varchar),
  archived = cast($archived as boolean)
where id = $id
