-- All states that the lines of a deal had, oldest first.
select
  id, opportunity_id, opportunity_version, position, family_id, article, description, quantity, unit_price, gross,
  discount, net, expected_revenue, expected_order_date, expected_delivery_date, expected_invoice_date, closed_date,
  note, archived
from line_history
where opportunity_id = $opportunity_id
order by opportunity_version, position, id
