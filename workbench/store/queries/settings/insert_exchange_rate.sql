-- Add a dated exchange rate.
insert into exchange_rate (
  currency, base, on_date, rate
)
select
  cast($currency as varchar), cast($base as varchar), cast($on_date as date), cast($rate as decimal(18, 8))
