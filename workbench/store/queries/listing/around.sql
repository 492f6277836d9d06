-- A deal's place in the list, and the deals before and after it.
with {{given past}} {{parts/then}}, {{end}} ordered as (
  {{listing/ordered}}
),
placed as (
  select
    o.id,
    row_number() over (
      order by
        {{given rising}} o.word nulls last, o.amount nulls last, {{end}}
        {{given falling}} o.word desc nulls last, o.amount desc nulls last, {{end}}
        {{given then_rising}} o.then_word nulls last, o.then_amount nulls last, {{end}}
        {{given then_falling}} o.then_word desc nulls last, o.then_amount desc nulls last, {{end}}
        o.number, o.id
    ) as place
  from ordered as o
)
select p.id, p.place, (select count(*) from placed) as total
from placed as p
where p.place between (select m.place from placed as m where m.id = $id) - 1 and (select m.place from placed as m where m.id = $id) + 1
order by p.place
