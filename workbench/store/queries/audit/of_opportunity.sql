-- The versions of some deals that units of work wrote, and the versions before them.
select
  h.unit_id, h.recorded_at, h.effective_at, h.id, h.version, h.number, h.company_id, h.title, h.type_id,
  h.contact_id, h.person_id, h.owner_id, h.team_id, h.agent_id, h.entered_by, h.currency, h.rate, h.rate_date,
  h.origin_id, h.campaign, h.tags, h.workflow_id, h.stage_id, h.stage_since, h.probability_id,
  h.probability_by_hand, h.quality, h.status, h.reason_id, h.reason_note, h.competitors, h.created_date,
  h.expected_order_date, h.expected_delivery_date, h.expected_invoice_date, h.expected_close_date, h.closed_date,
  h.gross, h.discount, h.net, h.expected_revenue, h.margin, h.recurring_amount, h.recurring_plan, h.notes,
  h.external_source, h.external_id, h.archived
from opportunity_history as h
join change as c on c.entity_id = h.id and h.version between c.version - 1 and c.version
where c.entity = 'opportunity' and c.unit_id in ({{each units}}) and c.entity_id in ({{each ids}})
order by h.id, h.version
