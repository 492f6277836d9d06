-- The filtered deals with the column that each stands in and what the cards are sorted by.
select
  f.id, f.number, f.title_folded,
  case when $by = 'stage' then f.stage_id else f.probability_id end as key,
  case $sort
    when 'net' then cast(-f.base_net as decimal(18, 2))
    when 'close' then cast(f.expected_close_date - date '1970-01-01' as decimal(18, 2))
    when 'created' then cast(date '1970-01-01' - f.created_date as decimal(18, 2))
    when 'stage_since' then cast(epoch(f.stage_since) as decimal(18, 2))
  end as amount
from (
  {{opportunity/filtered}}
) as f
{{given workflow}} where f.workflow_id = $workflow {{end}}
