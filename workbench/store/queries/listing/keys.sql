-- Which deals stand on a page of the list, in its order; ``least`` and ``greatest`` bound the amounts looked at.
with {{given past}} {{parts/then}}, {{end}} ordered as (
  {{listing/ordered}}
)
select o.id
from ordered as o
where true
  {{given least}} and (o.amount between $least and $greatest {{given and_none}} or o.amount is null {{end}}) {{end}}
order by
  {{given rising}} o.word nulls last, o.amount nulls last, {{end}}
  {{given falling}} o.word desc nulls last, o.amount desc nulls last, {{end}}
  {{given then_rising}} o.then_word nulls last, o.then_amount nulls last, {{end}}
  {{given then_falling}} o.then_word desc nulls last, o.then_amount desc nulls last, {{end}}
  o.number, o.id
limit $limit offset $after
