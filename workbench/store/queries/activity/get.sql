-- Read an activity with all its columns.
select
  id, version, type_id, opportunity_id, contact_id, person_id, assignee_id, entered_by, subject, state, mandatory,
  created_date, due_date, due_at, remind_at, done_at, minutes, outcome, follows_id, notes, external_source,
  external_id, archived
from activity
where id = $id
