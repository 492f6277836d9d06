-- Append the present version of some deals to their history.
insert into opportunity_history (
  unit_id, recorded_at, effective_at,
  id, version, number, company_id, title, type_id, contact_id, person_id, owner_id, team_id, agent_id,
  entered_by, currency, rate, rate_date, origin_id, campaign, tags, workflow_id, stage_id, stage_since,
  probability_id, probability_by_hand, quality, status, reason_id, reason_note, competitors, created_date,
  expected_order_date, expected_delivery_date, expected_invoice_date, expected_close_date, closed_date, gross,
  discount, net, expected_revenue, margin, recurring_amount, recurring_plan, notes, external_source,
  external_id, archived, base_net, base_expected
)
select
  cast($unit_id as uuid), cast($recorded_at as timestamp), cast($effective_at as timestamp),
  id, version, number, company_id, title, type_id, contact_id, person_id, owner_id, team_id, agent_id,
  entered_by, currency, rate, rate_date, origin_id, campaign, tags, workflow_id, stage_id, stage_since,
  probability_id, probability_by_hand, quality, status, reason_id, reason_note, competitors, created_date,
  expected_order_date, expected_delivery_date, expected_invoice_date, expected_close_date, closed_date, gross,
  discount, net, expected_revenue, margin, recurring_amount, recurring_plan, notes, external_source,
  external_id, archived, base_net, base_expected
from opportunity
where id in ({{each ids}})
