-- All rows of the table workflow.
select id, position, code, name, retired
from workflow
order by position, code
