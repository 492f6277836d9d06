-- Append the present state of a line to its history, under the deal's version that brought it.
insert into line_history (
  unit_id, recorded_at, effective_at, opportunity_version,
  id, opportunity_id, position, family_id, article, description, quantity, unit_price, gross, discount, net,
  expected_revenue, expected_order_date, expected_delivery_date, expected_invoice_date, closed_date, note,
  archived
)
select
  cast($unit_id as uuid), cast($recorded_at as timestamp), cast($effective_at as timestamp), cast($version as integer),
  id, opportunity_id, position, family_id, article, description, quantity, unit_price, gross, discount, net,
  expected_revenue, expected_order_date, expected_delivery_date, expected_invoice_date, closed_date, note,
  archived
from line
where id = $id
