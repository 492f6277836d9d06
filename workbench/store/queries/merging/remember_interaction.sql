-- Append the present version of some interactions to their history.
insert into interaction_history (
  unit_id, recorded_at, effective_at,
  id, version, kind, direction, opportunity_id, contact_id, person_id, user_id, happened_at, minutes, subject,
  body, outcome, activity_id, external_source, external_id, archived
)
select
  cast($unit_id as uuid), cast($recorded_at as timestamp), cast($effective_at as timestamp),
  id, version, kind, direction, opportunity_id, contact_id, person_id, user_id, happened_at, minutes, subject,
  body, outcome, activity_id, external_source, external_id, archived
from interaction
where id in ({{each ids}})
