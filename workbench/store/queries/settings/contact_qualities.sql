-- All rows of the table contact_quality.
select id, position, code, name, retired
from contact_quality
order by position, code
