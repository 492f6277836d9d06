-- A saved view's row is the last version of its history.
with latest as (
  select id, max(version) as version
  from view_history
  group by id
)
select p.name as saved_view, p.version, v.version as last_version_in_history
from view as p
left join latest as v on v.id = p.id
left join view_history as l on l.id = v.id and l.version = v.version
where l.id is null
  or p.version is distinct from l.version
  or p.name is distinct from l.name
  or p.owner_id is distinct from l.owner_id
  or p.what is distinct from l.what
  or p.state is distinct from l.state
  or p.roles is distinct from l.roles
  or p.default_for is distinct from l.default_for
  or p.archived is distinct from l.archived
