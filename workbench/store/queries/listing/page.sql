-- A page of the list in the chosen order: keys are sorted first, then the page's rows are read.
with filtered as (
  {{opportunity/filtered}}
),
keyed as (
  select
    f.id, f.number, f.percent, f.weighted,
    case $sort
      when 'title' then f.title_folded
      when 'contact' then c.name_folded
      when 'owner' then lower(u.name)
      when 'team' then lower(t.name)
      when 'status' then f.status
    end as word,
    case $sort
      when 'net' then f.base_net
      when 'weighted' then f.weighted
      when 'percent' then f.percent
      when 'stage' then s.position
      when 'workflow' then w.position
    end as amount,
    case $sort
      when 'created_date' then f.created_date
      when 'expected_close_date' then f.expected_close_date
      when 'closed_date' then f.closed_date
    end as day
  from filtered as f
  left join contact as c on c.id = f.contact_id and $sort = 'contact'
  left join user_account as u on u.id = f.owner_id and $sort = 'owner'
  left join team as t on t.id = f.team_id and $sort = 'team'
  left join workflow as w on w.id = f.workflow_id and $sort = 'workflow'
  left join stage as s on s.id = f.stage_id and $sort = 'stage'
),
sorted as (
  select k.id, k.percent, k.weighted
  from keyed as k
  order by
    case when not $descending then k.word end nulls last, case when $descending then k.word end desc nulls last,
    case when not $descending then k.amount end nulls last, case when $descending then k.amount end desc nulls last,
    case when not $descending then k.day end nulls last, case when $descending then k.day end desc nulls last,
    case when $descending and $sort = 'number' then -k.number else k.number end,
    k.id
  limit $limit offset $after
),
page as (
  select d.id, d.percent, d.weighted, row_number() over () as place
  from sorted as d
)
select
  g.place, o.id, o.version, o.number, o.title, c.name as contact, u.name as owner, t.name as team, o.workflow_id,
  o.stage_id, o.type_id, o.probability_id, g.percent, o.status, o.currency, o.net, o.base_net, g.weighted,
  o.created_date, o.expected_close_date, o.closed_date, o.stage_since, o.tags
from page as g
join opportunity as o on o.id = g.id
left join contact as c on c.id = o.contact_id
left join user_account as u on u.id = o.owner_id
left join team as t on t.id = o.team_id
order by g.place
