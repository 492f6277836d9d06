-- An invoice's row is the last version of its history.
with latest as (
  select id, max(version) as version
  from invoice_history
  group by id
)
select p.kind, p.number as invoice, p.version, v.version as last_version_in_history
from invoice as p
left join latest as v on v.id = p.id
left join invoice_history as l on l.id = v.id and l.version = v.version
where l.id is null
  or p.version is distinct from l.version
  or p.kind is distinct from l.kind
  or p.number is distinct from l.number
  or p.company_id is distinct from l.company_id
  or p.order_id is distinct from l.order_id
  or p.opportunity_id is distinct from l.opportunity_id
  or p.credited_invoice_id is distinct from l.credited_invoice_id
  or p.reinvoice is distinct from l.reinvoice
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
  or p.invoice_date is distinct from l.invoice_date
  or p.due_date is distinct from l.due_date
  or p.settled_date is distinct from l.settled_date
  or p.gross is distinct from l.gross
  or p.discount is distinct from l.discount
  or p.net is distinct from l.net
  or p.paid is distinct from l.paid
  or p.open_amount is distinct from l.open_amount
  or p.notes is distinct from l.notes
  or p.external_source is distinct from l.external_source
  or p.external_id is distinct from l.external_id
  or p.archived is distinct from l.archived
  or p.base_net is distinct from l.base_net
  or p.base_open is distinct from l.base_open
