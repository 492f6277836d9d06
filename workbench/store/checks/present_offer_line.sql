-- The row of an offer line is the last state in its history.
with latest as (
  select id, max(offer_version) as offer_version
  from offer_line_history
  group by id
)
select p.id as offer_line, p.offer_id, v.offer_version as last_version_in_history
from offer_line as p
left join latest as v on v.id = p.id
left join offer_line_history as l on l.id = v.id and l.offer_version = v.offer_version
where l.id is null
  or p.offer_id is distinct from l.offer_id
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
  or p.note is distinct from l.note
  or p.archived is distinct from l.archived
