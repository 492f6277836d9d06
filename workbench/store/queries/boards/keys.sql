-- Which deals are the first of every board column, or of one; ranked by one value, which the engine does without sorting.
with {{given past}} {{parts/then}}, {{end}} filtered as (
  {{opportunity/filtered}}
),
keyed as (
  select
    f.id, f.number, f.title_folded,
    case when $by = 'stage' then f.stage_id else f.probability_id end as key,
    case $sort
      when 'net' then cast(-f.base_net as decimal(18, 2))
      when 'close' then cast(f.expected_close_date - date '1970-01-01' as decimal(18, 2))
      when 'created' then cast(date '1970-01-01' - f.created_date as decimal(18, 2))
      when 'stage_since' then cast(epoch(f.stage_since) as decimal(18, 2))
    end as amount
  from filtered as f
  {{given workflow}} where f.workflow_id = $workflow {{end}}
),
ranked as (
  select
    k.id,
    row_number() over (
      partition by k.key
      order by row({{given by_title}} k.title_folded, {{end}} coalesce(k.amount, 9999999999999999), -k.number, k.id)
    ) as place
  from keyed as k
  {{given key}} where k.key = $key {{end}}
)
select r.id
from ranked as r
where r.place <= coalesce($after, 0) + $limit {{given after}} and r.place > $after {{end}}
order by r.place
