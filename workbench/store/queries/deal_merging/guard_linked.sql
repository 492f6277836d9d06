-- Violated where what hangs on a deal is not what was read: as many records, at the same versions.
with linked as (
  {{deal_merging/linked}}
),
found as (
  select count(*) as present, coalesce(sum(l.version), 0) as versions
  from linked as l
)
select 1
from found as f
where f.present <> $count or f.versions <> $versions
