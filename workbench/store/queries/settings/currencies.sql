-- All rows of the table exchange_rate.
select distinct currency
from exchange_rate
order by currency
