-- Every key in a deal leads to a record.
select cast(t.number as varchar) as record, 'company_id' as column_name, cast(t.company_id as varchar) as missing_key, 'company' as in_table
from opportunity as t
left join company as r on r.id = t.company_id
where t.company_id is not null and r.id is null
union all
select cast(t.number as varchar) as record, 'type_id' as column_name, cast(t.type_id as varchar) as missing_key, 'opportunity_type' as in_table
from opportunity as t
left join opportunity_type as r on r.id = t.type_id
where t.type_id is not null and r.id is null
union all
select cast(t.number as varchar) as record, 'contact_id' as column_name, cast(t.contact_id as varchar) as missing_key, 'contact' as in_table
from opportunity as t
left join contact as r on r.id = t.contact_id
where t.contact_id is not null and r.id is null
union all
select cast(t.number as varchar) as record, 'person_id' as column_name, cast(t.person_id as varchar) as missing_key, 'contact' as in_table
from opportunity as t
left join contact as r on r.id = t.person_id
where t.person_id is not null and r.id is null
union all
select cast(t.number as varchar) as record, 'owner_id' as column_name, cast(t.owner_id as varchar) as missing_key, 'user_account' as in_table
from opportunity as t
left join user_account as r on r.id = t.owner_id
where t.owner_id is not null and r.id is null
union all
select cast(t.number as varchar) as record, 'team_id' as column_name, cast(t.team_id as varchar) as missing_key, 'team' as in_table
from opportunity as t
left join team as r on r.id = t.team_id
where t.team_id is not null and r.id is null
union all
select cast(t.number as varchar) as record, 'agent_id' as column_name, cast(t.agent_id as varchar) as missing_key, 'user_account' as in_table
from opportunity as t
left join user_account as r on r.id = t.agent_id
where t.agent_id is not null and r.id is null
union all
select cast(t.number as varchar) as record, 'entered_by' as column_name, cast(t.entered_by as varchar) as missing_key, 'user_account' as in_table
from opportunity as t
left join user_account as r on r.id = t.entered_by
where t.entered_by is not null and r.id is null
union all
select cast(t.number as varchar) as record, 'origin_id' as column_name, cast(t.origin_id as varchar) as missing_key, 'origin' as in_table
from opportunity as t
left join origin as r on r.id = t.origin_id
where t.origin_id is not null and r.id is null
union all
select cast(t.number as varchar) as record, 'workflow_id' as column_name, cast(t.workflow_id as varchar) as missing_key, 'workflow' as in_table
from opportunity as t
left join workflow as r on r.id = t.workflow_id
where t.workflow_id is not null and r.id is null
union all
select cast(t.number as varchar) as record, 'stage_id' as column_name, cast(t.stage_id as varchar) as missing_key, 'stage' as in_table
from opportunity as t
left join stage as r on r.id = t.stage_id
where t.stage_id is not null and r.id is null
union all
select cast(t.number as varchar) as record, 'probability_id' as column_name, cast(t.probability_id as varchar) as missing_key, 'probability' as in_table
from opportunity as t
left join probability as r on r.id = t.probability_id
where t.probability_id is not null and r.id is null
union all
select cast(t.number as varchar) as record, 'reason_id' as column_name, cast(t.reason_id as varchar) as missing_key, 'closing_reason' as in_table
from opportunity as t
left join closing_reason as r on r.id = t.reason_id
where t.reason_id is not null and r.id is null
