-- All exchange rates into a base currency, oldest first.
select currency, on_date, rate
from exchange_rate
where base = $base
order by currency, on_date
