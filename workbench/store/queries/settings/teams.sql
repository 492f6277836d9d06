-- All rows of the table team.
select id, code, name, retired
from team
order by name, code
