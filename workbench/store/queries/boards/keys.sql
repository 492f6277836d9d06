-- Which deals are the first of every board column, or of one; ranked by one value, which the engine does without sorting.
with {{given past}} {{parts/then}}, {{end}} keyed as (
  {{boards/keyed}}
),
ranked as (
  select
    k.id,
    row_number() over (
      partition by k.key
      order by row({{given by_title}} k.title_folded, {{end}} coalesce(k.amount, 9999999999999999), -k.number, k.id)
    ) as place
  from keyed as k
  {{given key}} where k.key = $key {{end}}
)
select r.id
from ranked as r
where r.place <= coalesce($after, 0) + $limit {{given after}} and r.place > $after {{end}}
order by r.place
