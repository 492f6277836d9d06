-- The lines of a deal, in order.
select
  id, opportunity_id, position, family_id, article, description, quantity, unit_price, gross, discount, net,
  expected_revenue, expected_order_date, expected_delivery_date, expected_invoice_date, closed_date, note,
  archived
from line
where opportunity_id = $opportunity_id and not archived
order by position, id
