-- A card's place in its column, and the cards before and after it.
with {{given past}} {{parts/then}}, {{end}} keyed as (
  {{boards/keyed}}
),
placed as (
  select
    k.id,
    row_number() over (
      order by row({{given by_title}} k.title_folded, {{end}} coalesce(k.amount, 9999999999999999), -k.number, k.id)
    ) as place
  from keyed as k
  where k.key = (select m.key from keyed as m where m.id = $id)
)
select p.id, p.place, (select count(*) from placed) as total
from placed as p
where p.place between (select m.place from placed as m where m.id = $id) - 1 and (select m.place from placed as m where m.id = $id) + 1
order by p.place
