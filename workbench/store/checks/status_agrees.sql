-- A deal's status is the outcome of its probability, and a won or lost stage holds only won or lost deals.
select o.number as deal, o.status, p.code as probability, p.outcome, s.code as stage, s.outcome as stage_outcome
from opportunity as o
join probability as p on p.id = o.probability_id
join stage as s on s.id = o.stage_id
where o.status <> p.outcome or (s.outcome <> 'open' and s.outcome <> o.status)
