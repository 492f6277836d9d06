-- All rows of the table transition.
select workflow_id, from_stage_id, to_stage_id, retired
from transition
order by workflow_id, from_stage_id, to_stage_id
