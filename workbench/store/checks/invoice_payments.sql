-- An invoice knows what was paid of it and what is open; nobody pays more than it says, and it is settled when all is.
with sums as (
  select invoice_id, sum(amount) as paid
  from payment
  where not archived
  group by invoice_id
)
select i.kind, i.number as invoice, i.net, i.paid, s.paid as sum_of_payments, i.open_amount, i.settled_date
from invoice as i
left join sums as s on s.invoice_id = i.id
where i.paid <> coalesce(s.paid, 0) or i.open_amount <> i.net - i.paid
  or (i.kind = 'invoice' and (i.paid < 0 or i.paid > i.net))
  or (i.kind = 'credit_note' and (i.paid > 0 or i.paid < i.net))
  or (i.settled_date is not null and i.open_amount <> 0)
