-- A credit note is negative, an invoice is not; only credit notes take an invoice back or ask to be invoiced again.
-- What was taken back of an invoice is never more than the invoice.
with taken_back as (
  select credited_invoice_id, -sum(net) as net
  from invoice
  where kind = 'credit_note' and credited_invoice_id is not null and not archived
  group by credited_invoice_id
)
select i.kind, i.number as invoice, i.net, i.reinvoice, t.net as taken_back
from invoice as i
left join taken_back as t on t.credited_invoice_id = i.id
where i.kind not in ('invoice', 'credit_note')
  or (i.kind = 'invoice' and (i.net < 0 or i.reinvoice or i.credited_invoice_id is not null))
  or (i.kind = 'credit_note' and (i.net > 0 or t.net is not null))
  or t.net > i.net
