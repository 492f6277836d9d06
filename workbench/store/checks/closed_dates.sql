-- A closed deal has a closed date, an open one has none.
select number as deal, status, closed_date
from opportunity
where (status = 'open') <> (closed_date is null)
