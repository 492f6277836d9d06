-- Every key in a contact leads to a record.
select t.name as record, 'parent_id' as column_name, cast(t.parent_id as varchar) as missing_key, 'contact' as in_table
from contact as t
left join contact as r on r.id = t.parent_id
where t.parent_id is not null and r.id is null
union all
select t.name as record, 'origin_id' as column_name, cast(t.origin_id as varchar) as missing_key, 'origin' as in_table
from contact as t
left join origin as r on r.id = t.origin_id
where t.origin_id is not null and r.id is null
union all
select t.name as record, 'agent_id' as column_name, cast(t.agent_id as varchar) as missing_key, 'user_account' as in_table
from contact as t
left join user_account as r on r.id = t.agent_id
where t.agent_id is not null and r.id is null
union all
select t.name as record, 'merged_into' as column_name, cast(t.merged_into as varchar) as missing_key, 'contact' as in_table
from contact as t
left join contact as r on r.id = t.merged_into
where t.merged_into is not null and r.id is null
