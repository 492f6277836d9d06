-- States are those that are known, and dates agree with them.
select 'offer' as document, cast(number as varchar) as record, state
from offer
where state not in ('draft', 'open', 'accepted', 'rejected', 'expired', 'replaced')
  or (state in ('accepted', 'rejected', 'expired', 'replaced')) <> (decided_date is not null)
  or (state = 'replaced' and is_current)
union all
select 'sales_order' as document, cast(number as varchar) as record, state
from sales_order
where state not in ('open', 'closed', 'cancelled')
union all
select kind as document, cast(number as varchar) as record, state
from invoice
where state not in ('draft', 'issued', 'cancelled')
union all
select 'activity' as document, cast(id as varchar) as record, state
from activity
where state not in ('planned', 'done', 'cancelled') or (state = 'done') <> (done_at is not null)
union all
select 'interaction' as document, cast(id as varchar) as record, kind || ' ' || direction as state
from interaction
where kind not in ('call', 'mail', 'meeting', 'note', 'visit') or direction not in ('in', 'out', 'none')
