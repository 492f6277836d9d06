-- Append the present version of some orders to their history.
insert into sales_order_history (
  unit_id, recorded_at, effective_at,
  id, version, number, company_id, opportunity_id, offer_id, contact_id, person_id, owner_id, team_id,
  agent_id, entered_by, currency, rate, rate_date, state, customer_reference, order_date,
  planned_delivery_date, planned_invoice_date, delivered_date, gross, discount, net, invoiced, credited,
  to_reinvoice, remaining, notes, external_source, external_id, archived, base_net, base_remaining
)
select
  cast($unit_id as uuid), cast($recorded_at as timestamp), cast($effective_at as timestamp),
  id, version, number, company_id, opportunity_id, offer_id, contact_id, person_id, owner_id, team_id,
  agent_id, entered_by, currency, rate, rate_date, state, customer_reference, order_date,
  planned_delivery_date, planned_invoice_date, delivered_date, gross, discount, net, invoiced, credited,
  to_reinvoice, remaining, notes, external_source, external_id, archived, base_net, base_remaining
from sales_order
where id in ({{each ids}})
