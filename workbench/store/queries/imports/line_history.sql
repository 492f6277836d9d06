-- The lines, as imports last wrote them, of those deals of one source that somebody changed by other means.
with edited as (
  select distinct h.id
  from opportunity_history as h
  join unit_of_work as u on u.id = h.unit_id
  where h.external_source = $source and u.kind <> 'import'
),
ranked as (
  select
    h.id, h.opportunity_id, h.position, h.family_id, h.article, h.description, h.quantity, h.unit_price,
    h.gross, h.discount, h.net, h.expected_revenue, h.expected_order_date, h.expected_delivery_date,
    h.expected_invoice_date, h.closed_date, h.note, h.archived,
    row_number() over (partition by h.id order by h.opportunity_version desc) as age
  from line_history as h
  join edited as e on e.id = h.opportunity_id
  join unit_of_work as u on u.id = h.unit_id
  where u.kind = 'import'
)
select
  id, opportunity_id, position, family_id, article, description, quantity, unit_price, gross, discount, net,
  expected_revenue, expected_order_date, expected_delivery_date, expected_invoice_date, closed_date, note,
  archived
from ranked
where age = 1 and not archived
order by opportunity_id, position, id
