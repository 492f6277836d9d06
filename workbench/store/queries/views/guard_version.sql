-- Violated where a saved view is gone or no longer at the version that was seen.
select 1
from (select max(v.version) as version from view as v where v.id = $id) as present
where present.version is distinct from $seen
