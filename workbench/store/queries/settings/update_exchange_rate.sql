-- Correct a dated exchange rate.
update exchange_rate set rate = cast($rate as decimal(18, 8))
where currency = $currency and base = $base and on_date = cast($on_date as date)
