-- All rows of the table opportunity_type.
select id, code, name, workflow_id, retired
from opportunity_type
order by name, code
