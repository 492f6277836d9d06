-- Key figures of the deals that the filters let through.
with {{given past}} {{parts/then}}, {{end}} filtered as (
  {{opportunity/filtered}}
),
judged as (
  select
    f.status, f.base_net, f.base_weighted, f.expected_close_date,
    case
      when f.closed_date >= cast($quarter as date) and f.closed_date < cast($quarter_end as date) then f.status
    end as outcome
  from filtered as f
)
select
  count(*) filter (where f.status = 'open') as open_count,
  coalesce(sum(f.base_net) filter (where f.status = 'open'), 0) as open_net,
  coalesce(sum(f.base_weighted) filter (where f.status = 'open'), 0) as open_weighted,
  count(*) filter (where f.outcome = 'won') as won_count,
  coalesce(sum(f.base_net) filter (where f.outcome = 'won'), 0) as won_net,
  count(*) filter (where f.outcome = 'lost') as lost_count,
  coalesce(sum(f.base_net) filter (where f.outcome = 'lost'), 0) as lost_net,
  count(*) filter (where f.status = 'open' and f.expected_close_date < cast($today as date)) as overdue_count,
  coalesce(sum(f.base_net) filter (where f.status = 'open' and f.expected_close_date < cast($today as date)), 0)
    as overdue_net,
  count(*) as count
from judged as f
