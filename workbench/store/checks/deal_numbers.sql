-- A company gives each number to one deal only, and the counter stands at or above the highest.
select cast(company_id as varchar) as company, number as deal, count(*) as times, null as counter
from opportunity
group by company_id, number
having count(*) > 1
union all
select 'all' as company, max(o.number) as deal, 1 as times, max(c.value) as counter
from opportunity as o
cross join counter as c
where c.name = 'opportunity'
having max(o.number) > max(c.value)
