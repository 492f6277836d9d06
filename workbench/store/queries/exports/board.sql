-- A board: a row a column with its totals from all deals, under it a row a card in the board's order.
with {{given past}} {{parts/then}}, {{end}} filtered as (
  {{opportunity/filtered}}
),
heads as (
  select p.id as key, p.name as label from probability as p where list_contains($columns, p.id)
  union all
  select s.id as key, s.name as label from stage as s where list_contains($columns, s.id)
),
cards as (
  select case when $by = 'stage' then o.stage_id else o.probability_id end as key, o.id, o.base_net, o.base_weighted
  from filtered as f
  join opportunity as o on o.id = f.id
  {{given workflow}} where o.workflow_id = $workflow {{end}}
),
totals as (
  select
    d.key, count(*) as deals, sum(d.base_net) as net, sum(d.base_weighted) as weighted,
    count(*) - count(d.base_net) as unconverted
  from cards as d
  group by d.key
),
placed as (
  select h.key, cast(null as uuid) as id from heads as h
  union all
  select d.key, d.id from cards as d
)
select
  h.label as board_column, case when r.id is null then coalesce(t.deals, 0) end as column_deals,
  case when r.id is null then cast(coalesce(t.net, 0) as decimal(38, 2)) end as column_net,
  case when r.id is null then cast(coalesce(t.weighted, 0) as decimal(38, 2)) end as column_weighted,
  case when r.id is null then coalesce(t.unconverted, 0) end as column_unconverted,
  o.number, o.title, c.name as contact, u.name as owner, s.name as stage, p.percent as probability, o.status,
  o.currency, o.net, o.base_net, o.base_weighted as weighted, o.created_date, o.expected_close_date, o.closed_date,
  o.stage_since, trim(o.tags, ',') as tags
from placed as r
join heads as h on h.key = r.key
left join totals as t on t.key = r.key
left join opportunity as o on o.id = r.id
left join contact as c on c.id = o.contact_id
left join user_account as u on u.id = o.owner_id
left join stage as s on s.id = o.stage_id
left join probability as p on p.id = o.probability_id
order by
  list_position($columns, r.key), case when r.id is null then 0 else 1 end,
  case when $sort = 'net' then o.base_net end desc nulls last,
  case when $sort = 'close' then o.expected_close_date end nulls last,
  case when $sort = 'created' then o.created_date end desc nulls last,
  case when $sort = 'stage_since' then o.stage_since end nulls last,
  case when $sort = 'title' then o.title_folded end nulls last,
  o.number desc, o.id
