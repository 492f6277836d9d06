-- All saved views that are not put away.
select
  id, version, name, owner_id, what, state, roles, default_for, archived
from view
where not archived
order by name, id
