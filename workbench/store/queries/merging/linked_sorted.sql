-- Everything that points to a contact, in a fixed order.
with linked as (
  {{merging/linked}}
)
select entity, id, version, contact_id, person_id, name, owner_id, team_id, archived
from linked
order by entity, name, id
