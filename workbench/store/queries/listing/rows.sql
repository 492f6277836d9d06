-- Some deals as rows of the list.
{{given past}} with {{parts/then}} {{end}}
select
  o.id, o.version, o.number, o.title, o.contact_id, u.name as owner, t.name as team, o.workflow_id, o.stage_id,
  y.name as type, g.name as origin, p.percent, o.status, o.currency, o.net, o.base_net, o.base_weighted as weighted,
  o.created_date, o.expected_close_date, o.closed_date, o.stage_since, o.tags
from opportunity as o
left join user_account as u on u.id = o.owner_id
left join team as t on t.id = o.team_id
left join opportunity_type as y on y.id = o.type_id
left join origin as g on g.id = o.origin_id
left join probability as p on p.id = o.probability_id
where o.id in ({{each ids}})
