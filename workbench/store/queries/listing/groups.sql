-- Count, net and weighted amount of each group of the list, from all rows that the filters let through.
with {{given past}} {{parts/then}}, {{end}} keyed as (
  {{listing/keyed}}
)
select
  k.group_key, k.group_word, k.group_month, count(*) as count, coalesce(sum(k.base_net), 0) as net,
  coalesce(sum(k.base_weighted), 0) as weighted, count(*) - count(k.base_net) as unconverted
from keyed as k
group by k.group_key, k.group_word, k.group_month
order by k.group_key nulls last, k.group_word nulls last, k.group_month nulls last
