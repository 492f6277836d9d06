-- The deals that the filters let through, every field, with names, codes and logins instead of keys.
with {{given past}} {{parts/then}}, {{end}} filtered as (
  {{opportunity/filtered}}
)
select
  cast(o.id as varchar) as id, o.number, o.version, o.title, ty.name as type, c.name as contact, c.address, c.postcode,
  c.city, c.region, c.country, c.email, c.phone, q.name as person, u.login as owner, t.name as team, a.login as agent,
  e.login as entered_by, w.name as workflow, s.name as stage, o.stage_since, p.percent as probability,
  o.probability_by_hand, o.status, r.name as closing_reason, o.reason_note, o.competitors, o.currency, o.gross,
  o.discount as total_discount, o.net, o.expected_revenue, o.margin, o.recurring_amount, o.recurring_plan, o.rate,
  o.rate_date, o.base_net, o.base_weighted as weighted, g.name as origin, o.campaign, trim(o.tags, ',') as tags,
  o.quality as contact_quality, o.created_date, o.expected_order_date, o.expected_delivery_date,
  o.expected_invoice_date, o.expected_close_date, o.closed_date, o.notes, o.external_source as imported_from,
  o.external_id as imported_id
from filtered as f
join opportunity as o on o.id = f.id
left join probability as p on p.id = o.probability_id
left join opportunity_type as ty on ty.id = o.type_id
left join contact as c on c.id = o.contact_id
left join contact as q on q.id = o.person_id
left join user_account as u on u.id = o.owner_id
left join user_account as a on a.id = o.agent_id
left join user_account as e on e.id = o.entered_by
left join team as t on t.id = o.team_id
left join workflow as w on w.id = o.workflow_id
left join stage as s on s.id = o.stage_id
left join closing_reason as r on r.id = o.reason_id
left join origin as g on g.id = o.origin_id
order by o.number, o.id
