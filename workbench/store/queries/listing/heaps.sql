-- How the filtered deals are spread over the amounts that the list is sorted by, in a thousand heaps or so.
with {{given past}} {{parts/then}}, {{end}} ordered as (
  {{listing/ordered}}
),
heaped as (
  select
    o.amount,
    case $sort
      when 'number' then o.number // 1024
      when 'created_date' then o.created_date - date '1970-01-01'
      when 'expected_close_date' then o.expected_close_date - date '1970-01-01'
      when 'closed_date' then o.closed_date - date '1970-01-01'
      else cast(sign(o.amount) * ln(1 + abs(o.amount)) * 64 as bigint)
    end as heap
  from ordered as o
)
select count(*) as count, min(h.amount) as least, max(h.amount) as greatest
from heaped as h
group by h.heap
order by case when $descending then -h.heap else h.heap end nulls last
