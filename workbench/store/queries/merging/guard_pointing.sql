-- Violated where some records are no longer at the versions that were read.
with pointing as (
  {{merging/pointing}}
),
found as (
  select count(*) as present, coalesce(sum(version), 0) as versions
  from pointing
)
select 1
from found
where present <> $count or versions <> $versions
