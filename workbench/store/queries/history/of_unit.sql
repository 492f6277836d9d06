-- Which records a unit of work wrote, and the version it gave each.
select entity, entity_id, version
from change
where unit_id = $id
order by entity, entity_id
