-- Codes, logins and names of settings are given once; stage codes once per workflow.
select 'team' as table_name, code as code, count(*) as times from team group by code having count(*) > 1
union all
select 'user_account' as table_name, login as code, count(*) as times from user_account group by login having count(*) > 1
union all
select 'company' as table_name, code as code, count(*) as times from company group by code having count(*) > 1
union all
select 'probability' as table_name, code as code, count(*) as times from probability group by code having count(*) > 1
union all
select 'closing_reason' as table_name, code as code, count(*) as times from closing_reason group by code having count(*) > 1
union all
select 'workflow' as table_name, code as code, count(*) as times from workflow group by code having count(*) > 1
union all
select 'opportunity_type' as table_name, code as code, count(*) as times from opportunity_type group by code having count(*) > 1
union all
select 'origin' as table_name, code as code, count(*) as times from origin group by code having count(*) > 1
union all
select 'product_family' as table_name, code as code, count(*) as times from product_family group by code having count(*) > 1
union all
select 'activity_type' as table_name, code as code, count(*) as times from activity_type group by code having count(*) > 1
union all
select 'setting' as table_name, name as code, count(*) as times from setting group by name having count(*) > 1
union all
select 'counter' as table_name, name as code, count(*) as times from counter group by name having count(*) > 1
union all
select 'stage' as table_name, code, count(*) as times from stage group by workflow_id, code having count(*) > 1
