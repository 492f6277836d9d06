-- Every saved view belongs to a user.
select 'view' as table_name, cast(t.id as varchar) as record, 'owner_id' as column_name, cast(t.owner_id as varchar) as missing_key
from view as t
left join user_account as r on r.id = t.owner_id
where r.id is null
