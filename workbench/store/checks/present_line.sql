-- A line's row is the last state in its history.
with latest as (
  select id, max(opportunity_version) as opportunity_version
  from line_history
  group by id
)
select p.id as line, p.opportunity_id as deal, v.opportunity_version as last_version_in_history
from line as p
left join latest as v on v.id = p.id
left join line_history as l on l.id = v.id and l.opportunity_version = v.opportunity_version
where l.id is null
  or p.opportunity_id is distinct from l.opportunity_id
  or p.position is distinct from l.position
  or p.family_id is distinct from l.family_id
  or p.article is distinct from l.article
  or p.description is distinct from l.description
  or p.quantity is distinct from l.quantity
  or p.unit_price is distinct from l.unit_price
  or p.gross is distinct from l.gross
  or p.discount is distinct from l.discount
  or p.net is distinct from l.net
  or p.expected_revenue is distinct from l.expected_revenue
  or p.expected_order_date is distinct from l.expected_order_date
  or p.expected_delivery_date is distinct from l.expected_delivery_date
  or p.expected_invoice_date is distinct from l.expected_invoice_date
  or p.closed_date is distinct from l.closed_date
  or p.note is distinct from l.note
  or p.archived is distinct from l.archived
