-- Amounts in base currency are the deal's amounts at its own rate, rounded, and absent where the rate is.
-- The factors are widened first: the engine multiplies two decimals of 18 digits in 18 digits.
with wide as (
  select
    number, currency, rate, net, base_net, expected_revenue, base_expected,
    cast(net as decimal(38, 2)) as wide_net,
    cast(coalesce(expected_revenue, net) as decimal(38, 2)) as wide_expected,
    cast(rate as decimal(38, 8)) as wide_rate
  from opportunity
)
select number as deal, currency, rate, net, base_net, expected_revenue, base_expected
from wide
where base_net is distinct from round(wide_net * wide_rate, 2)
  or base_expected is distinct from round(wide_expected * wide_rate, 2)
