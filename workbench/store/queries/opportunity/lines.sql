-- The lines of a deal, in order, each with the version of the deal that it was read with.
select
  (select max(o.version) from opportunity as o where o.id = $opportunity_id) as deal_version,
  l.id, l.opportunity_id, l.position, l.family_id, l.article, l.description, l.quantity, l.unit_price, l.gross,
  l.discount, l.net, l.expected_revenue, l.expected_order_date, l.expected_delivery_date, l.expected_invoice_date,
  l.closed_date, l.note, l.archived
from line as l
where l.opportunity_id = $opportunity_id and not l.archived
order by l.position, l.id
