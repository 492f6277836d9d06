-- There is one exchange rate per currency, base and day, and it is above zero.
select currency, base, on_date, count(*) as times, min(rate) as lowest
from exchange_rate
group by currency, base, on_date
having count(*) > 1 or min(rate) <= 0
