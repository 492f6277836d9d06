-- How many activities stand in each part of an agenda.
with placed as (
  {{activity/agenda}}
)
select p.part, count(*) as activities
from placed as p
group by p.part
order by p.part
