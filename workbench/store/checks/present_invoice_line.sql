-- The row of an invoice line is the last state in its history.
with latest as (
  select id, max(invoice_version) as invoice_version
  from invoice_line_history
  group by id
)
select p.id as invoice_line, p.invoice_id, v.invoice_version as last_version_in_history
from invoice_line as p
left join latest as v on v.id = p.id
left join invoice_line_history as l on l.id = v.id and l.invoice_version = v.invoice_version
where l.id is null
  or p.invoice_id is distinct from l.invoice_id
  or p.order_line_id is distinct from l.order_line_id
  or p.position is distinct from l.position
  or p.family_id is distinct from l.family_id
  or p.article is distinct from l.article
  or p.description is distinct from l.description
  or p.quantity is distinct from l.quantity
  or p.unit_price is distinct from l.unit_price
  or p.gross is distinct from l.gross
  or p.discount is distinct from l.discount
  or p.net is distinct from l.net
  or p.note is distinct from l.note
  or p.archived is distinct from l.archived
