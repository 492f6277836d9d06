-- Every key in the settings leads to a record.
select 'stage' as table_name, t.code as record, 'workflow_id' as column_name, cast(t.workflow_id as varchar) as missing_key
from stage as t
left join workflow as r on r.id = t.workflow_id
where t.workflow_id is not null and r.id is null
union all
select 'stage' as table_name, t.code as record, 'probability_id' as column_name, cast(t.probability_id as varchar) as missing_key
from stage as t
left join probability as r on r.id = t.probability_id
where t.probability_id is not null and r.id is null
union all
select 'transition' as table_name, cast(t.from_stage_id as varchar) as record, 'workflow_id' as column_name, cast(t.workflow_id as varchar) as missing_key
from transition as t
left join workflow as r on r.id = t.workflow_id
where t.workflow_id is not null and r.id is null
union all
select 'transition' as table_name, cast(t.to_stage_id as varchar) as record, 'from_stage_id' as column_name, cast(t.from_stage_id as varchar) as missing_key
from transition as t
left join stage as r on r.id = t.from_stage_id
where t.from_stage_id is not null and r.id is null
union all
select 'transition' as table_name, cast(t.from_stage_id as varchar) as record, 'to_stage_id' as column_name, cast(t.to_stage_id as varchar) as missing_key
from transition as t
left join stage as r on r.id = t.to_stage_id
where t.to_stage_id is not null and r.id is null
union all
select 'opportunity_type' as table_name, t.code as record, 'workflow_id' as column_name, cast(t.workflow_id as varchar) as missing_key
from opportunity_type as t
left join workflow as r on r.id = t.workflow_id
where t.workflow_id is not null and r.id is null
union all
select 'user_account' as table_name, t.login as record, 'team_id' as column_name, cast(t.team_id as varchar) as missing_key
from user_account as t
left join team as r on r.id = t.team_id
where t.team_id is not null and r.id is null
