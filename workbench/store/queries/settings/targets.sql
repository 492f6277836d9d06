-- All rows of the table target.
select id, owner_id, team_id, period, amount, retired
from target
order by period desc, id
