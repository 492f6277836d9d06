-- A company gives each number to one document of a kind, an offer's to its revisions; the counters stand at or above.
with numbered as (
  select 'offer' as kind, company_id, number, revision from offer
  union all
  select 'sales_order' as kind, company_id, number, 1 as revision from sales_order
  union all
  select kind, company_id, number, 1 as revision from invoice
)
select kind, cast(company_id as varchar) as company, number, revision, count(*) as times, null as counter
from numbered
group by kind, company_id, number, revision
having count(*) > 1
union all
select n.kind, 'all' as company, max(n.number) as number, 1 as revision, 1 as times, max(c.value) as counter
from numbered as n
left join counter as c on c.name = n.kind
group by n.kind
having max(n.number) > coalesce(max(c.value), 0)
