-- A record of another system is held once per source.
select 'opportunity' as table_name, external_source as source, external_id as external_key, count(*) as times
from opportunity
where external_id is not null
group by external_source, external_id
having count(*) > 1
union all
select 'contact' as table_name, external_source as source, external_id as external_key, count(*) as times
from contact
where external_id is not null
group by external_source, external_id
having count(*) > 1
union all
select 'activity' as table_name, external_source as source, external_id as external_key, count(*) as times
from activity
where external_id is not null
group by external_source, external_id
having count(*) > 1
union all
select 'interaction' as table_name, external_source as source, external_id as external_key, count(*) as times
from interaction
where external_id is not null
group by external_source, external_id
having count(*) > 1
union all
select 'offer' as table_name, external_source as source, external_id as external_key, count(*) as times
from offer
where external_id is not null
group by external_source, external_id
having count(*) > 1
union all
select 'sales_order' as table_name, external_source as source, external_id as external_key, count(*) as times
from sales_order
where external_id is not null
group by external_source, external_id
having count(*) > 1
union all
select 'invoice' as table_name, external_source as source, external_id as external_key, count(*) as times
from invoice
where external_id is not null
group by external_source, external_id
having count(*) > 1
union all
select 'payment' as table_name, external_source as source, external_id as external_key, count(*) as times
from payment
where external_id is not null
group by external_source, external_id
having count(*) > 1
