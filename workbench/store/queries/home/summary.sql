-- Key figures of the deals that the filters let through.
with filtered as (
  {{opportunity/filtered}}
)
select
  count(*) filter (where f.status = 'open') as open_count,
  coalesce(sum(f.base_net) filter (where f.status = 'open'), 0) as open_net,
  coalesce(sum(f.weighted) filter (where f.status = 'open'), 0) as open_weighted,
  count(*) filter (where f.status = 'won' and f.closed_date >= cast($quarter as date)) as won_count,
  coalesce(sum(f.base_net) filter (where f.status = 'won' and f.closed_date >= cast($quarter as date)), 0) as won_net,
  count(*) filter (where f.status = 'lost' and f.closed_date >= cast($quarter as date)) as lost_count,
  coalesce(sum(f.base_net) filter (where f.status = 'lost' and f.closed_date >= cast($quarter as date)), 0) as lost_net,
  count(*) filter (where f.status = 'open' and f.expected_close_date < cast($today as date)) as overdue_count,
  coalesce(sum(f.base_net) filter (where f.status = 'open' and f.expected_close_date < cast($today as date)), 0)
    as overdue_net,
  count(*) as count
from filtered as f
