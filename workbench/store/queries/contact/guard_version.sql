-- Violated where the contact is gone or no longer at the version that was seen; one condition on the key keeps the index.
select 1
from (select max(c.version) as version from contact as c where c.id = $id) as present
where present.version is distinct from $seen
