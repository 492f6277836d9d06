-- What was told last of a deal or contact is what it is now: nothing that was told before it tells of a later moment.
-- Clocks of several machines may differ by a minute.
with told as (
  select 'opportunity' as entity, h.id, max(h.effective_at) as last_moment, max_by(h.effective_at, h.version) as told_last
  from opportunity_history as h
  group by h.id
  union all
  select 'contact' as entity, h.id, max(h.effective_at) as last_moment, max_by(h.effective_at, h.version) as told_last
  from contact_history as h
  group by h.id
)
select t.entity, t.id as record, t.last_moment, t.told_last
from told as t
where t.told_last < t.last_moment - interval 1 minute
