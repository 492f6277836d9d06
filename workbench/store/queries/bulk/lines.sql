-- The lines of some deals, in order.
select
  id, opportunity_id, position, family_id, article, description, quantity, unit_price, gross, discount, net,
  expected_revenue, expected_order_date, expected_delivery_date, expected_invoice_date, closed_date, note,
  archived
from line
where opportunity_id in ({{each ids}}) and not archived
order by opportunity_id, position, id
