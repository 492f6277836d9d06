-- A page of the list in the chosen order.
with filtered as (
  {{opportunity/filtered}}
),
page as (
  select f.id, f.percent, f.weighted, c.name as contact, u.name as owner, t.name as team, s.position as stage_position,
    row_number() over (order by
    case when $sort = 'number' and not $descending then f.number end nulls last,
    case when $sort = 'number' and $descending then f.number end desc nulls last,
    case when $sort = 'title' and not $descending then lower(f.title) end nulls last,
    case when $sort = 'title' and $descending then lower(f.title) end desc nulls last,
    case when $sort = 'contact' and not $descending then lower(c.name) end nulls last,
    case when $sort = 'contact' and $descending then lower(c.name) end desc nulls last,
    case when $sort = 'owner' and not $descending then lower(u.name) end nulls last,
    case when $sort = 'owner' and $descending then lower(u.name) end desc nulls last,
    case when $sort = 'stage' and not $descending then s.position end nulls last,
    case when $sort = 'stage' and $descending then s.position end desc nulls last,
    case when $sort = 'percent' and not $descending then f.percent end nulls last,
    case when $sort = 'percent' and $descending then f.percent end desc nulls last,
    case when $sort = 'net' and not $descending then f.base_net end nulls last,
    case when $sort = 'net' and $descending then f.base_net end desc nulls last,
    case when $sort = 'weighted' and not $descending then f.weighted end nulls last,
    case when $sort = 'weighted' and $descending then f.weighted end desc nulls last,
    case when $sort = 'created_date' and not $descending then f.created_date end nulls last,
    case when $sort = 'created_date' and $descending then f.created_date end desc nulls last,
    case when $sort = 'expected_close_date' and not $descending then f.expected_close_date end nulls last,
    case when $sort = 'expected_close_date' and $descending then f.expected_close_date end desc nulls last,
    case when $sort = 'closed_date' and not $descending then f.closed_date end nulls last,
    case when $sort = 'closed_date' and $descending then f.closed_date end desc nulls last,
    case when $sort = 'status' and not $descending then f.status end nulls last,
    case when $sort = 'status' and $descending then f.status end desc nulls last,
    case when $sort = 'workflow' and not $descending then w.position end nulls last,
    case when $sort = 'workflow' and $descending then w.position end desc nulls last,
    case when $sort = 'team' and not $descending then lower(t.name) end nulls last,
    case when $sort = 'team' and $descending then lower(t.name) end desc nulls last,
    f.number, f.id) as place
  from filtered as f
  left join contact as c on c.id = f.contact_id
  left join user_account as u on u.id = f.owner_id
  left join team as t on t.id = f.team_id
  left join workflow as w on w.id = f.workflow_id
  left join stage as s on s.id = f.stage_id
  qualify place > $after and place <= $after + $limit
)
select
  g.place, o.id, o.version, o.number, o.title, g.contact, g.owner, g.team, o.workflow_id, o.stage_id, o.type_id,
  o.probability_id, g.percent, o.status, o.currency, o.net, o.base_net, g.weighted, o.created_date,
  o.expected_close_date, o.closed_date, o.stage_since, o.tags
from page as g
join opportunity as o on o.id = g.id
order by g.place
