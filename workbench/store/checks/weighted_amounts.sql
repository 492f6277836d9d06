-- The weighted amount of a deal is its expected amount in base currency times its probability, rounded.
select o.number as deal, o.base_expected, p.percent, o.base_weighted
from opportunity as o
join probability as p on p.id = o.probability_id
where o.base_weighted is distinct from cast(
  round(cast(o.base_expected as decimal(38, 2)) * p.percent * 0.01, 2) as decimal(18, 2)
)
