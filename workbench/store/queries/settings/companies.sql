-- All rows of the table company.
select id, code, name, currency
from company
order by code, id
