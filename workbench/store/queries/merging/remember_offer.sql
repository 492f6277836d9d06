-- Append the present version of some offers to their history.
insert into offer_history (
  unit_id, recorded_at, effective_at,
  id, version, number, revision, company_id, opportunity_id, contact_id, person_id, owner_id, team_id,
  agent_id, entered_by, currency, rate, rate_date, state, is_current, offer_date, valid_until, decided_date,
  planned_delivery_date, gross, discount, net, notes, external_source, external_id, archived, base_net
)
select
  cast($unit_id as uuid), cast($recorded_at as timestamp), cast($effective_at as timestamp),
  id, version, number, revision, company_id, opportunity_id, contact_id, person_id, owner_id, team_id,
  agent_id, entered_by, currency, rate, rate_date, state, is_current, offer_date, valid_until, decided_date,
  planned_delivery_date, gross, discount, net, notes, external_source, external_id, archived, base_net
from offer
where id in ({{each ids}})
