-- Read an interaction with all its columns.
select
  id, version, kind, direction, opportunity_id, contact_id, person_id, user_id, happened_at, minutes, subject,
  body, outcome, activity_id, external_source, external_id, archived
from interaction
where id = $id
