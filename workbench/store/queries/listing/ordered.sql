-- The filtered deals with what the list is sorted by: a word or an amount; numbers and days count as amounts.
select
  f.id, f.number, f.created_date, f.expected_close_date, f.closed_date,
  case $sort
    when 'title' then f.title_folded
    when 'status' then f.status
  end as word,
  case $sort
    when 'number' then cast(f.number as decimal(18, 2))
    when 'net' then f.base_net
    when 'weighted' then f.base_weighted
    when 'created_date' then cast(f.created_date - date '1970-01-01' as decimal(18, 2))
    when 'expected_close_date' then cast(f.expected_close_date - date '1970-01-01' as decimal(18, 2))
    when 'closed_date' then cast(f.closed_date - date '1970-01-01' as decimal(18, 2))
  end as amount
from (
  {{opportunity/filtered}}
) as f
