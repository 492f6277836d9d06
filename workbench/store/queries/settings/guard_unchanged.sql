-- Violated where settings, rights among them, changed since they were read.
select 1
from (select count(*) as changes from setting_history) as present
where present.changes <> $seen
