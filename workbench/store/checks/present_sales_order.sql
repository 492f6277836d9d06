-- An order's row is the last version of its history.
with latest as (
  select id, max(version) as version
  from sales_order_history
  group by id
)
select p.number as sales_order, p.version, v.version as last_version_in_history
from sales_order as p
left join latest as v on v.id = p.id
left join sales_order_history as l on l.id = v.id and l.version = v.version
where l.id is null
  or p.version is distinct from l.version
  or p.number is distinct from l.number
  or p.company_id is distinct from l.company_id
  or p.opportunity_id is distinct from l.opportunity_id
  or p.offer_id is distinct from l.offer_id
  or p.contact_id is distinct from l.contact_id
  or p.person_id is distinct from l.person_id
  or p.owner_id is distinct from l.owner_id
  or p.team_id is distinct from l.team_id
  or p.agent_id is distinct from l.agent_id
  or p.entered_by is distinct from l.entered_by
  or p.currency is distinct from l.currency
  or p.rate is distinct from l.rate
  or p.rate_date is distinct from l.rate_date
  or p.state is distinct from l.state
  or p.customer_reference is distinct from l.customer_reference
  or p.order_date is distinct from l.order_date
  or p.planned_delivery_date is distinct from l.planned_delivery_date
  or p.planned_invoice_date is distinct from l.planned_invoice_date
  or p.delivered_date is distinct from l.delivered_date
  or p.gross is distinct from l.gross
  or p.discount is distinct from l.discount
  or p.net is distinct from l.net
  or p.invoiced is distinct from l.invoiced
  or p.credited is distinct from l.credited
  or p.to_reinvoice is distinct from l.to_reinvoice
  or p.remaining is distinct from l.remaining
  or p.notes is distinct from l.notes
  or p.external_source is distinct from l.external_source
  or p.external_id is distinct from l.external_id
  or p.archived is distinct from l.archived
  or p.base_net is distinct from l.base_net
  or p.base_remaining is distinct from l.base_remaining
