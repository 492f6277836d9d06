-- Violated where the deal is gone or no longer at the version that was seen; one condition on the key keeps the index.
select 1
from (select max(o.version) as version from opportunity as o where o.id = $id) as present
where present.version is distinct from $seen
