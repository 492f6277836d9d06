-- Violated where some records hang on another deal than was read, or are at other versions.
with hanging as (
  {{deal_merging/hanging_now}}
),
found as (
  select count(*) filter (where h.opportunity_id = $deal) as present, coalesce(sum(h.version), 0) as versions
  from hanging as h
)
select 1
from found as f
where f.present <> $count or f.versions <> $versions
