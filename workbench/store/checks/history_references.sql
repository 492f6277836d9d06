-- Every version in the histories belongs to a record that still exists.
select 'opportunity_history' as table_name, cast(t.number as varchar) as record, 'id' as column_name, cast(t.id as varchar) as missing_key
from opportunity_history as t
left join opportunity as r on r.id = t.id
where t.id is not null and r.id is null
union all
select 'contact_history' as table_name, t.name as record, 'id' as column_name, cast(t.id as varchar) as missing_key
from contact_history as t
left join contact as r on r.id = t.id
where t.id is not null and r.id is null
union all
select 'line_history' as table_name, cast(t.opportunity_id as varchar) as record, 'id' as column_name, cast(t.id as varchar) as missing_key
from line_history as t
left join line as r on r.id = t.id
where t.id is not null and r.id is null
union all
select 'line_history' as table_name, cast(t.id as varchar) as record, 'opportunity_id' as column_name, cast(t.opportunity_id as varchar) as missing_key
from line_history as t
left join opportunity as r on r.id = t.opportunity_id
where t.opportunity_id is not null and r.id is null
