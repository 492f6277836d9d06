-- Every line of an offer, order or invoice belongs to one, and what it names exists.
select 'offer_line' as table_name, cast(t.id as varchar) as record, 'offer_id' as column_name, cast(t.offer_id as varchar) as missing_key, 'offer' as in_table
from offer_line as t
left join offer as r on r.id = t.offer_id
where t.offer_id is not null and r.id is null
union all
select 'offer_line' as table_name, cast(t.id as varchar) as record, 'family_id' as column_name, cast(t.family_id as varchar) as missing_key, 'product_family' as in_table
from offer_line as t
left join product_family as r on r.id = t.family_id
where t.family_id is not null and r.id is null
union all
select 'order_line' as table_name, cast(t.id as varchar) as record, 'order_id' as column_name, cast(t.order_id as varchar) as missing_key, 'sales_order' as in_table
from order_line as t
left join sales_order as r on r.id = t.order_id
where t.order_id is not null and r.id is null
union all
select 'order_line' as table_name, cast(t.id as varchar) as record, 'offer_line_id' as column_name, cast(t.offer_line_id as varchar) as missing_key, 'offer_line' as in_table
from order_line as t
left join offer_line as r on r.id = t.offer_line_id
where t.offer_line_id is not null and r.id is null
union all
select 'order_line' as table_name, cast(t.id as varchar) as record, 'family_id' as column_name, cast(t.family_id as varchar) as missing_key, 'product_family' as in_table
from order_line as t
left join product_family as r on r.id = t.family_id
where t.family_id is not null and r.id is null
union all
select 'invoice_line' as table_name, cast(t.id as varchar) as record, 'invoice_id' as column_name, cast(t.invoice_id as varchar) as missing_key, 'invoice' as in_table
from invoice_line as t
left join invoice as r on r.id = t.invoice_id
where t.invoice_id is not null and r.id is null
union all
select 'invoice_line' as table_name, cast(t.id as varchar) as record, 'order_line_id' as column_name, cast(t.order_line_id as varchar) as missing_key, 'order_line' as in_table
from invoice_line as t
left join order_line as r on r.id = t.order_line_id
where t.order_line_id is not null and r.id is null
union all
select 'invoice_line' as table_name, cast(t.id as varchar) as record, 'family_id' as column_name, cast(t.family_id as varchar) as missing_key, 'product_family' as in_table
from invoice_line as t
left join product_family as r on r.id = t.family_id
where t.family_id is not null and r.id is null
