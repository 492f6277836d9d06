-- The list in the chosen order with names instead of keys: what the list shows, and what tells one deal from another.
with {{given past}} {{parts/then}}, {{end}} ordered as (
  {{listing/ordered}}
)
select
  d.number, d.title, c.name as contact, a.name as owner, e.name as team, f.name as workflow, h.name as stage,
  b.percent as probability, d.status, d.currency, d.net, d.base_net, d.base_weighted as weighted, d.created_date,
  d.expected_close_date, d.closed_date, trim(d.tags, ',') as tags, y.name as type, r.name as origin, c.country
from ordered as o
join opportunity as d on d.id = o.id
left join contact as c on c.id = d.contact_id
left join user_account as a on a.id = d.owner_id
left join team as e on e.id = d.team_id
left join probability as b on b.id = d.probability_id
left join workflow as f on f.id = d.workflow_id
left join stage as h on h.id = d.stage_id
left join opportunity_type as y on y.id = d.type_id
left join origin as r on r.id = d.origin_id
order by
  {{given rising}} o.word nulls last, o.amount nulls last, {{end}}
  {{given falling}} o.word desc nulls last, o.amount desc nulls last, {{end}}
  {{given then_rising}} o.then_word nulls last, o.then_amount nulls last, {{end}}
  {{given then_falling}} o.then_word desc nulls last, o.then_amount desc nulls last, {{end}}
  o.number, o.id
