-- Begin the history of the lines of new deals, which have these numbers.
insert into line_history (
  unit_id, recorded_at, effective_at, opportunity_version,
  id, opportunity_id, position, family_id, article, description, quantity, unit_price, gross, discount, net,
  expected_revenue, expected_order_date, expected_delivery_date, expected_invoice_date, closed_date, note,
  archived
)
select
  cast($unit_id as uuid), cast($recorded_at as timestamp), cast($effective_at as timestamp), o.version,
  l.id, l.opportunity_id, l.position, l.family_id, l.article, l.description, l.quantity, l.unit_price, l.gross, l.discount, l.net,
  l.expected_revenue, l.expected_order_date, l.expected_delivery_date, l.expected_invoice_date, l.closed_date, l.note,
  l.archived
from opportunity as o
join line as l on l.opportunity_id = o.id
where o.number between $first and $last
