-- Amounts of documents in base currency are those at the document's own rate, rounded, and absent where the rate is.
select 'offer' as document, cast(number as varchar) as record, currency, rate, 'net' as amount_name, net as amount, base_net as base_amount
from offer
where base_net is distinct from round(cast(net as decimal(38, 2)) * cast(rate as decimal(38, 8)), 2)
union all
select 'sales_order' as document, cast(number as varchar) as record, currency, rate, 'net' as amount_name, net as amount, base_net as base_amount
from sales_order
where base_net is distinct from round(cast(net as decimal(38, 2)) * cast(rate as decimal(38, 8)), 2)
union all
select 'sales_order' as document, cast(number as varchar) as record, currency, rate, 'remaining' as amount_name, remaining as amount, base_remaining as base_amount
from sales_order
where base_remaining is distinct from round(cast(remaining as decimal(38, 2)) * cast(rate as decimal(38, 8)), 2)
union all
select kind as document, cast(number as varchar) as record, currency, rate, 'net' as amount_name, net as amount, base_net as base_amount
from invoice
where base_net is distinct from round(cast(net as decimal(38, 2)) * cast(rate as decimal(38, 8)), 2)
union all
select kind as document, cast(number as varchar) as record, currency, rate, 'open_amount' as amount_name, open_amount as amount, base_open as base_amount
from invoice
where base_open is distinct from round(cast(open_amount as decimal(38, 2)) * cast(rate as decimal(38, 8)), 2)
union all
select 'payment' as document, cast(id as varchar) as record, currency, rate, 'amount' as amount_name, amount as amount, base_amount as base_amount
from payment
where base_amount is distinct from round(cast(amount as decimal(38, 2)) * cast(rate as decimal(38, 8)), 2)
