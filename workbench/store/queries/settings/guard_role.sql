-- Violated where the user is gone or no longer in the role that was seen; one condition on the key keeps the index.
select 1
from (select max(u.role) as role from user_account as u where u.id = $id) as present
where present.role is distinct from $seen
