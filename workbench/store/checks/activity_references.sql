-- Every key in an activity leads to a record, and every suggested next type too.
select 'activity' as table_name, cast(t.id as varchar) as record, 'type_id' as column_name, cast(t.type_id as varchar) as missing_key, 'activity_type' as in_table
from activity as t
left join activity_type as r on r.id = t.type_id
where t.type_id is not null and r.id is null
union all
select 'activity' as table_name, cast(t.id as varchar) as record, 'opportunity_id' as column_name, cast(t.opportunity_id as varchar) as missing_key, 'opportunity' as in_table
from activity as t
left join opportunity as r on r.id = t.opportunity_id
where t.opportunity_id is not null and r.id is null
union all
select 'activity' as table_name, cast(t.id as varchar) as record, 'contact_id' as column_name, cast(t.contact_id as varchar) as missing_key, 'contact' as in_table
from activity as t
left join contact as r on r.id = t.contact_id
where t.contact_id is not null and r.id is null
union all
select 'activity' as table_name, cast(t.id as varchar) as record, 'person_id' as column_name, cast(t.person_id as varchar) as missing_key, 'contact' as in_table
from activity as t
left join contact as r on r.id = t.person_id
where t.person_id is not null and r.id is null
union all
select 'activity' as table_name, cast(t.id as varchar) as record, 'assignee_id' as column_name, cast(t.assignee_id as varchar) as missing_key, 'user_account' as in_table
from activity as t
left join user_account as r on r.id = t.assignee_id
where t.assignee_id is not null and r.id is null
union all
select 'activity' as table_name, cast(t.id as varchar) as record, 'entered_by' as column_name, cast(t.entered_by as varchar) as missing_key, 'user_account' as in_table
from activity as t
left join user_account as r on r.id = t.entered_by
where t.entered_by is not null and r.id is null
union all
select 'activity' as table_name, cast(t.id as varchar) as record, 'follows_id' as column_name, cast(t.follows_id as varchar) as missing_key, 'activity' as in_table
from activity as t
left join activity as r on r.id = t.follows_id
where t.follows_id is not null and r.id is null
union all
select 'activity_type' as table_name, t.code as record, 'next_type_id' as column_name, cast(t.next_type_id as varchar) as missing_key, 'activity_type' as in_table
from activity_type as t
left join activity_type as r on r.id = t.next_type_id
where t.next_type_id is not null and r.id is null
