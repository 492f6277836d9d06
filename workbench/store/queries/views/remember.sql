-- Append a version of a saved view to its history.
insert into view_history (
  unit_id, recorded_at, effective_at,
  id, version, name, owner_id, what, state, roles, default_for, archived
)
values (
  $unit_id, $recorded_at, $effective_at,
  $id, $version, $name, $owner_id, $what, $state, $roles, $default_for, $archived
)
