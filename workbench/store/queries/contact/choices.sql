-- What the filters of a list of contacts can choose from, with how often each occurs.
with named as (
  select 'country' as field, c.country as choice from contact as c where not c.archived and c.country is not null
  union all
  select 'region' as field, c.region as choice from contact as c where not c.archived and c.region is not null
  union all
  select 'sector' as field, c.sector as choice from contact as c where not c.archived and c.sector is not null
)
select n.field, n.choice, count(*) as times
from named as n
group by n.field, n.choice
order by n.field, n.choice
