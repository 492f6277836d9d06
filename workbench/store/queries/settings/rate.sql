-- The last known exchange rate on or before a day.
select rate, on_date
from exchange_rate
where currency = $currency and base = $base and on_date <= cast($on_date as date)
order by on_date desc
limit 1
