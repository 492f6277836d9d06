-- The amounts of a deal with lines are the sums of its lines that are not archived.
with sums as (
  select
    opportunity_id, sum(gross) as gross, sum(discount) as discount, sum(net) as net,
    case when count(expected_revenue) > 0 then sum(coalesce(expected_revenue, net)) end as expected_revenue
  from line
  where not archived
  group by opportunity_id
)
select
  o.number as deal, o.gross, s.gross as lines_gross, o.discount, s.discount as lines_discount, o.net,
  s.net as lines_net, o.expected_revenue, s.expected_revenue as lines_expected_revenue
from sums as s
join opportunity as o on o.id = s.opportunity_id
where o.gross <> s.gross or o.discount <> s.discount or o.net <> s.net
  or o.expected_revenue is distinct from s.expected_revenue
