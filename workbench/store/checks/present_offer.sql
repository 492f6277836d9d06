-- An offer's row is the last version of its history.
with latest as (
  select id, max(version) as version
  from offer_history
  group by id
)
select p.number as offer, p.version, v.version as last_version_in_history
from offer as p
left join latest as v on v.id = p.id
left join offer_history as l on l.id = v.id and l.version = v.version
where l.id is null
  or p.version is distinct from l.version
  or p.number is distinct from l.number
  or p.revision is distinct from l.revision
  or p.company_id is distinct from l.company_id
  or p.opportunity_id is distinct from l.opportunity_id
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
  or p.is_current is distinct from l.is_current
  or p.offer_date is distinct from l.offer_date
  or p.valid_until is distinct from l.valid_until
  or p.decided_date is distinct from l.decided_date
  or p.planned_delivery_date is distinct from l.planned_delivery_date
  or p.gross is distinct from l.gross
  or p.discount is distinct from l.discount
  or p.net is distinct from l.net
  or p.notes is distinct from l.notes
  or p.external_source is distinct from l.external_source
  or p.external_id is distinct from l.external_id
  or p.archived is distinct from l.archived
  or p.base_net is distinct from l.base_net
