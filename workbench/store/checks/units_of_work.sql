-- Every version and every entry of the change feed names the unit of work that wrote it.
with named as (
  select 'opportunity_history' as table_name, id as record, unit_id from opportunity_history
  union all
  select 'contact_history' as table_name, id as record, unit_id from contact_history
  union all
  select 'line_history' as table_name, id as record, unit_id from line_history
  union all
  select 'activity_history' as table_name, id as record, unit_id from activity_history
  union all
  select 'interaction_history' as table_name, id as record, unit_id from interaction_history
  union all
  select 'offer_history' as table_name, id as record, unit_id from offer_history
  union all
  select 'offer_line_history' as table_name, id as record, unit_id from offer_line_history
  union all
  select 'sales_order_history' as table_name, id as record, unit_id from sales_order_history
  union all
  select 'order_line_history' as table_name, id as record, unit_id from order_line_history
  union all
  select 'invoice_history' as table_name, id as record, unit_id from invoice_history
  union all
  select 'invoice_line_history' as table_name, id as record, unit_id from invoice_line_history
  union all
  select 'payment_history' as table_name, id as record, unit_id from payment_history
  union all
  select 'view_history' as table_name, id as record, unit_id from view_history
  union all
  select 'change' as table_name, entity_id as record, unit_id from change
)
select t.table_name, cast(t.record as varchar) as record, 'unit_id' as column_name, cast(t.unit_id as varchar) as missing_key
from named as t
left join unit_of_work as r on r.id = t.unit_id
where r.id is null
union all
select 'setting_history' as table_name, t.entity || ' ' || t.entity_id as record, 'unit_id' as column_name, cast(t.unit_id as varchar) as missing_key
from setting_history as t
left join unit_of_work as r on r.id = t.unit_id
where r.id is null
