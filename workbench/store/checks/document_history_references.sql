-- Every version in the histories of activities, interactions and documents belongs to a record that still exists.
select 'activity_history' as table_name, cast(t.id as varchar) as record
from activity_history as t
left join activity as r on r.id = t.id
where r.id is null
union all
select 'interaction_history' as table_name, cast(t.id as varchar) as record
from interaction_history as t
left join interaction as r on r.id = t.id
where r.id is null
union all
select 'offer_history' as table_name, cast(t.id as varchar) as record
from offer_history as t
left join offer as r on r.id = t.id
where r.id is null
union all
select 'sales_order_history' as table_name, cast(t.id as varchar) as record
from sales_order_history as t
left join sales_order as r on r.id = t.id
where r.id is null
union all
select 'invoice_history' as table_name, cast(t.id as varchar) as record
from invoice_history as t
left join invoice as r on r.id = t.id
where r.id is null
union all
select 'payment_history' as table_name, cast(t.id as varchar) as record
from payment_history as t
left join payment as r on r.id = t.id
where r.id is null
union all
select 'offer_line_history' as table_name, cast(t.id as varchar) as record
from offer_line_history as t
left join offer_line as r on r.id = t.id
where r.id is null
union all
select 'order_line_history' as table_name, cast(t.id as varchar) as record
from order_line_history as t
left join order_line as r on r.id = t.id
where r.id is null
union all
select 'invoice_line_history' as table_name, cast(t.id as varchar) as record
from invoice_line_history as t
left join invoice_line as r on r.id = t.id
where r.id is null
