-- The ids of all deals that the filters let through.
with {{given past}} {{parts/then}}, {{end}} filtered as (
  {{opportunity/filtered}}
)
select f.id
from filtered as f
order by f.number, f.id
