-- Add a saved view.
insert into view (
  id, version, name, owner_id, what, state, roles, default_for, archived
)
select
  cast($id as uuid), cast($version as integer), cast($name as varchar), cast($owner_id as uuid),
  cast($what as varchar), cast($state as varchar), cast($roles as varchar), cast($default_for as varchar),
  cast($archived as boolean)
