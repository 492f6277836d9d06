-- All rows of the table activity_type.
select id, position, code, name, due_days, next_type_id, icon, usual_minutes, counts_as, retired
from activity_type
order by position, code
