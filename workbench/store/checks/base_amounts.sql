-- Amounts in base currency are the deal's amounts at its own rate, rounded, and absent where the rate is.
select number as deal, currency, rate, net, base_net, expected_revenue, base_expected
from opportunity
where base_net is distinct from cast(round(net * rate, 2) as decimal(18, 2))
  or base_expected is distinct from cast(round(coalesce(expected_revenue, net) * rate, 2) as decimal(18, 2))
