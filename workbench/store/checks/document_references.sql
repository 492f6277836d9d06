-- Every key in an offer, order, invoice or payment leads to a record.
select 'offer' as table_name, cast(t.id as varchar) as record, 'company_id' as column_name, cast(t.company_id as varchar) as missing_key, 'company' as in_table
from offer as t
left join company as r on r.id = t.company_id
where t.company_id is not null and r.id is null
union all
select 'offer' as table_name, cast(t.id as varchar) as record, 'opportunity_id' as column_name, cast(t.opportunity_id as varchar) as missing_key, 'opportunity' as in_table
from offer as t
left join opportunity as r on r.id = t.opportunity_id
where t.opportunity_id is not null and r.id is null
union all
select 'offer' as table_name, cast(t.id as varchar) as record, 'contact_id' as column_name, cast(t.contact_id as varchar) as missing_key, 'contact' as in_table
from offer as t
left join contact as r on r.id = t.contact_id
where t.contact_id is not null and r.id is null
union all
select 'offer' as table_name, cast(t.id as varchar) as record, 'person_id' as column_name, cast(t.person_id as varchar) as missing_key, 'contact' as in_table
from offer as t
left join contact as r on r.id = t.person_id
where t.person_id is not null and r.id is null
union all
select 'offer' as table_name, cast(t.id as varchar) as record, 'owner_id' as column_name, cast(t.owner_id as varchar) as missing_key, 'user_account' as in_table
from offer as t
left join user_account as r on r.id = t.owner_id
where t.owner_id is not null and r.id is null
union all
select 'offer' as table_name, cast(t.id as varchar) as record, 'team_id' as column_name, cast(t.team_id as varchar) as missing_key, 'team' as in_table
from offer as t
left join team as r on r.id = t.team_id
where t.team_id is not null and r.id is null
union all
select 'offer' as table_name, cast(t.id as varchar) as record, 'agent_id' as column_name, cast(t.agent_id as varchar) as missing_key, 'user_account' as in_table
from offer as t
left join user_account as r on r.id = t.agent_id
where t.agent_id is not null and r.id is null
union all
select 'offer' as table_name, cast(t.id as varchar) as record, 'entered_by' as column_name, cast(t.entered_by as varchar) as missing_key, 'user_account' as in_table
from offer as t
left join user_account as r on r.id = t.entered_by
where t.entered_by is not null and r.id is null
union all
select 'sales_order' as table_name, cast(t.id as varchar) as record, 'company_id' as column_name, cast(t.company_id as varchar) as missing_key, 'company' as in_table
from sales_order as t
left join company as r on r.id = t.company_id
where t.company_id is not null and r.id is null
union all
select 'sales_order' as table_name, cast(t.id as varchar) as record, 'opportunity_id' as column_name, cast(t.opportunity_id as varchar) as missing_key, 'opportunity' as in_table
from sales_order as t
left join opportunity as r on r.id = t.opportunity_id
where t.opportunity_id is not null and r.id is null
union all
select 'sales_order' as table_name, cast(t.id as varchar) as record, 'offer_id' as column_name, cast(t.offer_id as varchar) as missing_key, 'offer' as in_table
from sales_order as t
left join offer as r on r.id = t.offer_id
where t.offer_id is not null and r.id is null
union all
select 'sales_order' as table_name, cast(t.id as varchar) as record, 'contact_id' as column_name, cast(t.contact_id as varchar) as missing_key, 'contact' as in_table
from sales_order as t
left join contact as r on r.id = t.contact_id
where t.contact_id is not null and r.id is null
union all
select 'sales_order' as table_name, cast(t.id as varchar) as record, 'person_id' as column_name, cast(t.person_id as varchar) as missing_key, 'contact' as in_table
from sales_order as t
left join contact as r on r.id = t.person_id
where t.person_id is not null and r.id is null
union all
select 'sales_order' as table_name, cast(t.id as varchar) as record, 'owner_id' as column_name, cast(t.owner_id as varchar) as missing_key, 'user_account' as in_table
from sales_order as t
left join user_account as r on r.id = t.owner_id
where t.owner_id is not null and r.id is null
union all
select 'sales_order' as table_name, cast(t.id as varchar) as record, 'team_id' as column_name, cast(t.team_id as varchar) as missing_key, 'team' as in_table
from sales_order as t
left join team as r on r.id = t.team_id
where t.team_id is not null and r.id is null
union all
select 'sales_order' as table_name, cast(t.id as varchar) as record, 'agent_id' as column_name, cast(t.agent_id as varchar) as missing_key, 'user_account' as in_table
from sales_order as t
left join user_account as r on r.id = t.agent_id
where t.agent_id is not null and r.id is null
union all
select 'sales_order' as table_name, cast(t.id as varchar) as record, 'entered_by' as column_name, cast(t.entered_by as varchar) as missing_key, 'user_account' as in_table
from sales_order as t
left join user_account as r on r.id = t.entered_by
where t.entered_by is not null and r.id is null
union all
select 'invoice' as table_name, cast(t.id as varchar) as record, 'company_id' as column_name, cast(t.company_id as varchar) as missing_key, 'company' as in_table
from invoice as t
left join company as r on r.id = t.company_id
where t.company_id is not null and r.id is null
union all
select 'invoice' as table_name, cast(t.id as varchar) as record, 'order_id' as column_name, cast(t.order_id as varchar) as missing_key, 'sales_order' as in_table
from invoice as t
left join sales_order as r on r.id = t.order_id
where t.order_id is not null and r.id is null
union all
select 'invoice' as table_name, cast(t.id as varchar) as record, 'opportunity_id' as column_name, cast(t.opportunity_id as varchar) as missing_key, 'opportunity' as in_table
from invoice as t
left join opportunity as r on r.id = t.opportunity_id
where t.opportunity_id is not null and r.id is null
union all
select 'invoice' as table_name, cast(t.id as varchar) as record, 'credited_invoice_id' as column_name, cast(t.credited_invoice_id as varchar) as missing_key, 'invoice' as in_table
from invoice as t
left join invoice as r on r.id = t.credited_invoice_id
where t.credited_invoice_id is not null and r.id is null
union all
select 'invoice' as table_name, cast(t.id as varchar) as record, 'contact_id' as column_name, cast(t.contact_id as varchar) as missing_key, 'contact' as in_table
from invoice as t
left join contact as r on r.id = t.contact_id
where t.contact_id is not null and r.id is null
union all
select 'invoice' as table_name, cast(t.id as varchar) as record, 'person_id' as column_name, cast(t.person_id as varchar) as missing_key, 'contact' as in_table
from invoice as t
left join contact as r on r.id = t.person_id
where t.person_id is not null and r.id is null
union all
select 'invoice' as table_name, cast(t.id as varchar) as record, 'owner_id' as column_name, cast(t.owner_id as varchar) as missing_key, 'user_account' as in_table
from invoice as t
left join user_account as r on r.id = t.owner_id
where t.owner_id is not null and r.id is null
union all
select 'invoice' as table_name, cast(t.id as varchar) as record, 'team_id' as column_name, cast(t.team_id as varchar) as missing_key, 'team' as in_table
from invoice as t
left join team as r on r.id = t.team_id
where t.team_id is not null and r.id is null
union all
select 'invoice' as table_name, cast(t.id as varchar) as record, 'agent_id' as column_name, cast(t.agent_id as varchar) as missing_key, 'user_account' as in_table
from invoice as t
left join user_account as r on r.id = t.agent_id
where t.agent_id is not null and r.id is null
union all
select 'invoice' as table_name, cast(t.id as varchar) as record, 'entered_by' as column_name, cast(t.entered_by as varchar) as missing_key, 'user_account' as in_table
from invoice as t
left join user_account as r on r.id = t.entered_by
where t.entered_by is not null and r.id is null
union all
select 'payment' as table_name, cast(t.id as varchar) as record, 'company_id' as column_name, cast(t.company_id as varchar) as missing_key, 'company' as in_table
from payment as t
left join company as r on r.id = t.company_id
where t.company_id is not null and r.id is null
union all
select 'payment' as table_name, cast(t.id as varchar) as record, 'invoice_id' as column_name, cast(t.invoice_id as varchar) as missing_key, 'invoice' as in_table
from payment as t
left join invoice as r on r.id = t.invoice_id
where t.invoice_id is not null and r.id is null
union all
select 'payment' as table_name, cast(t.id as varchar) as record, 'offset_invoice_id' as column_name, cast(t.offset_invoice_id as varchar) as missing_key, 'invoice' as in_table
from payment as t
left join invoice as r on r.id = t.offset_invoice_id
where t.offset_invoice_id is not null and r.id is null
union all
select 'payment' as table_name, cast(t.id as varchar) as record, 'entered_by' as column_name, cast(t.entered_by as varchar) as missing_key, 'user_account' as in_table
from payment as t
left join user_account as r on r.id = t.entered_by
where t.entered_by is not null and r.id is null
