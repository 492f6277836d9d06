-- No deal stands in a stage or at a probability that is retired.
select 'opportunity' as entity, o.id
from opportunity as o
where o.stage_id in (select s.id from stage as s where s.retired)
   or o.probability_id in (select p.id from probability as p where p.retired)
