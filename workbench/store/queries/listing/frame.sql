-- The whole list for analysts: one row a deal, names instead of keys.
with {{given past}} {{parts/then}}, {{end}} filtered as (
  {{opportunity/filtered}}
)
select
  o.number, o.title, ty.name as type, c.name as contact, c.city, c.region, c.country, u.login as owner, t.name as team,
  w.name as workflow, s.name as stage, p.percent as probability, o.status, r.name as closing_reason,
  o.currency, o.gross, o.discount, o.net, o.expected_revenue, o.rate, o.rate_date, o.base_net, f.base_weighted as weighted,
  g.name as origin, trim(o.tags, ',') as tags, o.quality, o.created_date, o.expected_order_date,
  o.expected_delivery_date, o.expected_invoice_date, o.expected_close_date, o.closed_date, o.stage_since,
  o.version, cast(o.id as varchar) as id
from filtered as f
join opportunity as o on o.id = f.id
left join probability as p on p.id = o.probability_id
left join opportunity_type as ty on ty.id = o.type_id
left join contact as c on c.id = o.contact_id
left join user_account as u on u.id = o.owner_id
left join team as t on t.id = o.team_id
left join workflow as w on w.id = o.workflow_id
left join stage as s on s.id = o.stage_id
left join closing_reason as r on r.id = o.reason_id
left join origin as g on g.id = o.origin_id
order by o.number, o.id
