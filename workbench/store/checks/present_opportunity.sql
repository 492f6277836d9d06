-- A deal's row is the last version of its history.
with latest as (
  select id, max(version) as version
  from opportunity_history
  group by id
)
select p.number as deal, p.version, v.version as last_version_in_history
from opportunity as p
left join latest as v on v.id = p.id
left join opportunity_history as l on l.id = v.id and l.version = v.version
where l.id is null
  or p.version is distinct from l.version
  or p.number is distinct from l.number
  or p.company_id is distinct from l.company_id
  or p.title is distinct from l.title
  or p.type_id is distinct from l.type_id
  or p.contact_id is distinct from l.contact_id
  or p.person_id is distinct from l.person_id
  or p.owner_id is distinct from l.owner_id
  or p.team_id is distinct from l.team_id
  or p.agent_id is distinct from l.agent_id
  or p.entered_by is distinct from l.entered_by
  or p.currency is distinct from l.currency
  or p.rate is distinct from l.rate
  or p.rate_date is distinct from l.rate_date
  or p.origin_id is distinct from l.origin_id
  or p.campaign is distinct from l.campaign
  or p.tags is distinct from l.tags
  or p.workflow_id is distinct from l.workflow_id
  or p.stage_id is distinct from l.stage_id
  or p.stage_since is distinct from l.stage_since
  or p.probability_id is distinct from l.probability_id
  or p.probability_by_hand is distinct from l.probability_by_hand
  or p.quality is distinct from l.quality
  or p.status is distinct from l.status
  or p.reason_id is distinct from l.reason_id
  or p.reason_note is distinct from l.reason_note
  or p.competitors is distinct from l.competitors
  or p.created_date is distinct from l.created_date
  or p.expected_order_date is distinct from l.expected_order_date
  or p.expected_delivery_date is distinct from l.expected_delivery_date
  or p.expected_invoice_date is distinct from l.expected_invoice_date
  or p.expected_close_date is distinct from l.expected_close_date
  or p.closed_date is distinct from l.closed_date
  or p.gross is distinct from l.gross
  or p.discount is distinct from l.discount
  or p.net is distinct from l.net
  or p.expected_revenue is distinct from l.expected_revenue
  or p.margin is distinct from l.margin
  or p.recurring_amount is distinct from l.recurring_amount
  or p.recurring_plan is distinct from l.recurring_plan
  or p.notes is distinct from l.notes
  or p.external_source is distinct from l.external_source
  or p.external_id is distinct from l.external_id
  or p.archived is distinct from l.archived
  or p.base_net is distinct from l.base_net
  or p.base_expected is distinct from l.base_expected
