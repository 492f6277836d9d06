-- Note that the failure of a run was told.
insert into schedule_failure (schedule_id, due_at, told_at)
select cast($schedule_id as uuid), cast($due_at as timestamp), cast($told_at as timestamp)
