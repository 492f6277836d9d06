-- Violated where the activity is gone or no longer at the version that was seen; one condition on the key keeps the index.
select 1
from (select max(t.version) as version from activity as t where t.id = $id) as present
where present.version is distinct from $seen
