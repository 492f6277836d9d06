-- All rows of the table closing_reason.
select id, position, code, name, verdict, retired
from closing_reason
order by position, code
