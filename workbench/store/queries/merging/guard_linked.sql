-- Violated where what points to a contact is not what was read: as many records, the same ones, at the same versions.
with linked as (
  {{merging/linked}}
),
found as (
  select
    count(*) as present, count(*) filter (where id in ({{each ids}})) as known, coalesce(sum(version), 0) as versions
  from linked
)
select 1
from found
where present <> $count or known <> $count or versions <> $versions
