-- Violated where one of the deals is gone or no longer at the version that was seen; ids and versions go in pairs.
select 1
from (select unnest($ids) as id, unnest($versions) as version) as seen
where not exists (select 1 from opportunity as o where o.id = seen.id and o.version = seen.version)
