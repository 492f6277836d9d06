-- Versions of some deals; ids and versions go in pairs.
select
  h.unit_id, h.id, h.version, h.number, h.company_id, h.title, h.type_id, h.contact_id, h.person_id, h.owner_id, h.team_id,
  h.agent_id, h.entered_by, h.currency, h.rate, h.rate_date, h.origin_id, h.campaign, h.tags, h.workflow_id,
  h.stage_id, h.stage_since, h.probability_id, h.probability_by_hand, h.quality, h.status, h.reason_id, h.reason_note,
  h.competitors, h.created_date, h.expected_order_date, h.expected_delivery_date, h.expected_invoice_date,
  h.expected_close_date, h.closed_date, h.gross, h.discount, h.net, h.expected_revenue, h.margin, h.recurring_amount,
  h.recurring_plan, h.notes, h.external_source, h.external_id, h.archived, h.base_net, h.base_expected
from opportunity_history as h
join (select unnest($ids) as id, unnest($versions) as version) as wanted
  on wanted.id = h.id and wanted.version = h.version
order by h.id, h.version
