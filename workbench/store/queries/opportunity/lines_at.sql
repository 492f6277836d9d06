-- The lines of a deal as its given version had them: per line the last state up to that version.
with ranked as (
  select
    id, opportunity_id, position, family_id, article, description, quantity, unit_price, gross, discount,
    net, expected_revenue, expected_order_date, expected_delivery_date, expected_invoice_date, closed_date,
    note, archived,
    row_number() over (partition by id order by opportunity_version desc) as age
  from line_history
  where opportunity_id = $opportunity_id and opportunity_version <= $version
)
select
  id, opportunity_id, position, family_id, article, description, quantity, unit_price, gross, discount, net,
  expected_revenue, expected_order_date, expected_delivery_date, expected_invoice_date, closed_date, note,
  archived
from ranked
where age = 1 and not archived
order by position, id
