-- All versions of a deal, oldest first, with who wrote each, from where and why.
select
  h.unit_id, h.recorded_at, h.effective_at, u.user_login, u.origin, u.kind, u.why,
  h.id, h.version, h.number, h.company_id, h.title, h.type_id, h.contact_id, h.person_id, h.owner_id,
  h.team_id, h.agent_id, h.entered_by, h.currency, h.rate, h.rate_date, h.origin_id, h.campaign, h.tags,
  h.workflow_id, h.stage_id, h.stage_since, h.probability_id, h.probability_by_hand, h.quality, h.status,
  h.reason_id, h.reason_note, h.competitors, h.created_date, h.expected_order_date, h.expected_delivery_date,
  h.expected_invoice_date, h.expected_close_date, h.closed_date, h.gross, h.discount, h.net,
  h.expected_revenue, h.margin, h.recurring_amount, h.recurring_plan, h.notes, h.external_source,
  h.external_id, h.archived, h.base_net, h.base_expected
from opportunity_history as h
left join unit_of_work as u on u.id = h.unit_id
where h.id = $id
order by h.version
