-- The probability a stage proposes has the same outcome as the stage.
select w.code as workflow, s.code as stage, s.outcome as stage_outcome, p.code as probability, p.outcome
from stage as s
join workflow as w on w.id = s.workflow_id
join probability as p on p.id = s.probability_id
where p.outcome <> s.outcome
