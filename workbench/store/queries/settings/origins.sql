-- All rows of the table origin.
select id, code, name, retired
from origin
order by name, code
