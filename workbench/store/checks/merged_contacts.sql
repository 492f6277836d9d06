-- Nothing points to a contact that was merged into another one, which is archived and does not point to itself.
with merged as (
  select id, name
  from contact
  where merged_into is not null
),
links as (
  select 'contact' as in_table, t.id, t.parent_id as contact_id from contact as t where t.parent_id is not null
  union all
  select 'opportunity' as in_table, t.id, t.contact_id as contact_id from opportunity as t where t.contact_id is not null
  union all
  select 'opportunity' as in_table, t.id, t.person_id as contact_id from opportunity as t where t.person_id is not null
  union all
  select 'activity' as in_table, t.id, t.contact_id as contact_id from activity as t where t.contact_id is not null
  union all
  select 'activity' as in_table, t.id, t.person_id as contact_id from activity as t where t.person_id is not null
  union all
  select 'interaction' as in_table, t.id, t.contact_id as contact_id from interaction as t where t.contact_id is not null
  union all
  select 'interaction' as in_table, t.id, t.person_id as contact_id from interaction as t where t.person_id is not null
  union all
  select 'offer' as in_table, t.id, t.contact_id as contact_id from offer as t where t.contact_id is not null
  union all
  select 'offer' as in_table, t.id, t.person_id as contact_id from offer as t where t.person_id is not null
  union all
  select 'sales_order' as in_table, t.id, t.contact_id as contact_id from sales_order as t where t.contact_id is not null
  union all
  select 'sales_order' as in_table, t.id, t.person_id as contact_id from sales_order as t where t.person_id is not null
  union all
  select 'invoice' as in_table, t.id, t.contact_id as contact_id from invoice as t where t.contact_id is not null
  union all
  select 'invoice' as in_table, t.id, t.person_id as contact_id from invoice as t where t.person_id is not null
)
select l.in_table, cast(l.id as varchar) as record, m.name as merged_contact
from links as l
join merged as m on m.id = l.contact_id
union all
select 'contact' as in_table, cast(c.id as varchar) as record, c.name as merged_contact
from contact as c
where c.merged_into is not null and (not c.archived or c.merged_into = c.id)
