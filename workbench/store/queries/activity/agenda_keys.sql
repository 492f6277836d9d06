-- Which activities come first in each part of an agenda, in order; one bound for all lets the engine keep only the best.
with placed as (
  {{activity/agenda}}
),
ranked as (
  select
    p.part, p.id,
    row_number() over (
      partition by p.part
      order by row(coalesce(p.due_date, date '9999-12-31'), coalesce(p.due_at, timestamp '9999-12-31'), p.id)
    ) as place
  from placed as p
)
select r.part, r.id
from ranked as r
where r.place <= $most
order by r.part, r.place, r.id
