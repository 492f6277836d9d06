-- Every key in an interaction leads to a record.
select 'interaction' as table_name, cast(t.id as varchar) as record, 'opportunity_id' as column_name, cast(t.opportunity_id as varchar) as missing_key, 'opportunity' as in_table
from interaction as t
left join opportunity as r on r.id = t.opportunity_id
where t.opportunity_id is not null and r.id is null
union all
select 'interaction' as table_name, cast(t.id as varchar) as record, 'contact_id' as column_name, cast(t.contact_id as varchar) as missing_key, 'contact' as in_table
from interaction as t
left join contact as r on r.id = t.contact_id
where t.contact_id is not null and r.id is null
union all
select 'interaction' as table_name, cast(t.id as varchar) as record, 'person_id' as column_name, cast(t.person_id as varchar) as missing_key, 'contact' as in_table
from interaction as t
left join contact as r on r.id = t.person_id
where t.person_id is not null and r.id is null
union all
select 'interaction' as table_name, cast(t.id as varchar) as record, 'user_id' as column_name, cast(t.user_id as varchar) as missing_key, 'user_account' as in_table
from interaction as t
left join user_account as r on r.id = t.user_id
where t.user_id is not null and r.id is null
union all
select 'interaction' as table_name, cast(t.id as varchar) as record, 'activity_id' as column_name, cast(t.activity_id as varchar) as missing_key, 'activity' as in_table
from interaction as t
left join activity as r on r.id = t.activity_id
where t.activity_id is not null and r.id is null
