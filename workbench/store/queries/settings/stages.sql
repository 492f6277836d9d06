-- All rows of the table stage.
select id, workflow_id, position, code, name, colour, outcome, probability_id, expected_days, retired
from stage
order by workflow_id, position, code
