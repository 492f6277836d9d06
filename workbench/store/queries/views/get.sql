-- One saved view.
select
  id, version, name, owner_id, what, state, roles, default_for, archived
from view
where id = $id
