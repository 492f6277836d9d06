-- The row of an order line is the last state in its history.
with latest as (
  select id, max(order_version) as order_version
  from order_line_history
  group by id
)
select p.id as order_line, p.order_id, v.order_version as last_version_in_history
from order_line as p
left join latest as v on v.id = p.id
left join order_line_history as l on l.id = v.id and l.order_version = v.order_version
where l.id is null
  or p.order_id is distinct from l.order_id
  or p.offer_line_id is distinct from l.offer_line_id
  or p.position is distinct from l.position
  or p.family_id is distinct from l.family_id
  or p.article is distinct from l.article
  or p.description is distinct from l.description
  or p.quantity is distinct from l.quantity
  or p.unit_price is distinct from l.unit_price
  or p.gross is distinct from l.gross
  or p.discount is distinct from l.discount
  or p.net is distinct from l.net
  or p.planned_delivery_date is distinct from l.planned_delivery_date
  or p.planned_invoice_date is distinct from l.planned_invoice_date
  or p.note is distinct from l.note
  or p.archived is distinct from l.archived
