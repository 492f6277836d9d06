-- Violated where somebody else holds the lease and it has not run out.
select 1
from (select max(cast(l.holder as varchar)) as holder, max(l.until) as until from lease as l where l.name = $name) as held
where held.holder <> cast($holder as varchar) and held.until > $now
