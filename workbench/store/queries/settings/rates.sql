-- All dated exchange rates, the latest first.
select currency, base, on_date, rate
from exchange_rate
order by currency, on_date desc
