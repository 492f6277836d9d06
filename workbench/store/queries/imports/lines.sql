-- The lines of the deals that came from one source.
select
  l.id, l.opportunity_id, l.position, l.family_id, l.article, l.description, l.quantity, l.unit_price,
  l.gross, l.discount, l.net, l.expected_revenue, l.expected_order_date, l.expected_delivery_date,
  l.expected_invoice_date, l.closed_date, l.note, l.archived
from line as l
join opportunity as o on o.id = l.opportunity_id
where o.external_source = $source and not l.archived
order by l.opportunity_id, l.position, l.id
