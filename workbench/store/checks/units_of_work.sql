-- Every version and every entry of the change feed names the unit of work that wrote it.
select 'opportunity_history' as table_name, cast(t.number as varchar) || ' version ' || cast(t.version as varchar) as record, 'unit_id' as column_name, cast(t.unit_id as varchar) as missing_key
from opportunity_history as t
left join unit_of_work as r on r.id = t.unit_id
where t.unit_id is not null and r.id is null
union all
select 'contact_history' as table_name, t.name || ' version ' || cast(t.version as varchar) as record, 'unit_id' as column_name, cast(t.unit_id as varchar) as missing_key
from contact_history as t
left join unit_of_work as r on r.id = t.unit_id
where t.unit_id is not null and r.id is null
union all
select 'line_history' as table_name, cast(t.id as varchar) as record, 'unit_id' as column_name, cast(t.unit_id as varchar) as missing_key
from line_history as t
left join unit_of_work as r on r.id = t.unit_id
where t.unit_id is not null and r.id is null
union all
select 'setting_history' as table_name, t.entity || ' ' || t.entity_id as record, 'unit_id' as column_name, cast(t.unit_id as varchar) as missing_key
from setting_history as t
left join unit_of_work as r on r.id = t.unit_id
where t.unit_id is not null and r.id is null
union all
select 'change' as table_name, t.entity || ' ' || cast(t.entity_id as varchar) as record, 'unit_id' as column_name, cast(t.unit_id as varchar) as missing_key
from change as t
left join unit_of_work as r on r.id = t.unit_id
where t.unit_id is not null and r.id is null
