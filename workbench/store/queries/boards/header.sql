-- Count, net, weighted amount and days in stage of every board column, from all rows that the filters let through.
with {{given past}} {{parts/then}}, {{end}} filtered as (
  {{opportunity/filtered}}
)
select
  case when $by = 'stage' then f.stage_id else f.probability_id end as key,
  count(*) as count,
  coalesce(sum(f.base_net), 0) as net,
  coalesce(sum(f.base_weighted), 0) as weighted,
  count(*) - count(f.base_net) as unconverted,
  quantile_cont(date_diff('day', f.stage_since, cast($now as timestamp)), 0.5) as median_days,
  quantile_cont(date_diff('day', f.stage_since, cast($now as timestamp)), 0.9) as p90_days
from filtered as f
{{given workflow}} where f.workflow_id = $workflow {{end}}
group by all
order by key
