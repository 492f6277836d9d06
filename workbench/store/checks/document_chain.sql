-- Along a chain of offer, order, invoice, credit note and payment, currency, company and deal agree.
-- The deal itself may be revalued in another currency later, so it is compared by its key only.
select
  'sales_order' as document, cast(d.number as varchar) as record, d.currency, p.currency as currency_before
from sales_order as d
join offer as p on p.id = d.offer_id
where d.currency <> p.currency or d.company_id <> p.company_id or d.opportunity_id is distinct from p.opportunity_id
union all
select d.kind as document, cast(d.number as varchar) as record, d.currency, p.currency as currency_before
from invoice as d
join sales_order as p on p.id = d.order_id
where d.currency <> p.currency or d.company_id <> p.company_id or d.opportunity_id is distinct from p.opportunity_id
union all
select d.kind as document, cast(d.number as varchar) as record, d.currency, p.currency as currency_before
from invoice as d
join invoice as p on p.id = d.credited_invoice_id
where d.currency <> p.currency or d.company_id <> p.company_id or d.order_id is distinct from p.order_id
union all
select 'payment' as document, cast(d.id as varchar) as record, d.currency, p.currency as currency_before
from payment as d
join invoice as p on p.id = d.invoice_id
where d.currency <> p.currency or d.company_id <> p.company_id
union all
select 'payment' as document, cast(d.id as varchar) as record, d.currency, p.currency as currency_before
from payment as d
join invoice as p on p.id = d.offset_invoice_id
where d.currency <> p.currency or d.company_id <> p.company_id
