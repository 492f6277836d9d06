-- Count, net and weighted amount of the list, from all rows that the filters let through.
with {{given past}} {{parts/then}}, {{end}} filtered as (
  {{opportunity/filtered}}
)
select
  count(*) as count,
  coalesce(sum(f.base_net), 0) as net,
  coalesce(sum(f.base_weighted), 0) as weighted,
  count(*) - count(f.base_net) as unconverted
from filtered as f
