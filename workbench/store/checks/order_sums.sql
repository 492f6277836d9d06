-- An order knows what was invoiced and credited of it, and what remains to be invoiced.
-- Remaining is ordered minus invoiced plus the credits that are to be invoiced again.
with sums as (
  select
    order_id, sum(case when kind = 'invoice' then net else 0 end) as invoiced,
    -sum(case when kind = 'credit_note' then net else 0 end) as credited,
    -sum(case when kind = 'credit_note' and reinvoice then net else 0 end) as to_reinvoice
  from invoice
  where order_id is not null and not archived
  group by order_id
)
select
  o.number as sales_order, o.net, o.invoiced, s.invoiced as sum_of_invoices, o.credited,
  s.credited as sum_of_credit_notes, o.to_reinvoice, s.to_reinvoice as sum_to_reinvoice, o.remaining
from sales_order as o
left join sums as s on s.order_id = o.id
where o.invoiced <> coalesce(s.invoiced, 0) or o.credited <> coalesce(s.credited, 0)
  or o.to_reinvoice <> coalesce(s.to_reinvoice, 0) or o.remaining <> o.net - o.invoiced + o.to_reinvoice
