-- Append the present version of some invoices to their history.
insert into invoice_history (
  unit_id, recorded_at, effective_at,
  id, version, kind, number, company_id, order_id, opportunity_id, credited_invoice_id, reinvoice, contact_id,
  person_id, owner_id, team_id, agent_id, entered_by, currency, rate, rate_date, state, invoice_date, due_date,
  settled_date, gross, discount, net, paid, open_amount, notes, external_source, external_id, archived,
  base_net, base_open
)
select
  cast($unit_id as uuid), cast($recorded_at as timestamp), cast($effective_at as timestamp),
  id, version, kind, number, company_id, order_id, opportunity_id, credited_invoice_id, reinvoice, contact_id,
  person_id, owner_id, team_id, agent_id, entered_by, currency, rate, rate_date, state, invoice_date, due_date,
  settled_date, gross, discount, net, paid, open_amount, notes, external_source, external_id, archived,
  base_net, base_open
from invoice
where id in ({{each ids}})
