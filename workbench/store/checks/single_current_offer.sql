-- A deal has at most one current offer, and an offer at most one current revision.
select 'deal' as of_what, opportunity_id as record, count(*) as times
from offer
where is_current and not archived and opportunity_id is not null
group by opportunity_id
having count(*) > 1
union all
select 'offer ' || cast(number as varchar) as of_what, company_id as record, count(*) as times
from offer
where is_current and not archived
group by company_id, number
having count(*) > 1
