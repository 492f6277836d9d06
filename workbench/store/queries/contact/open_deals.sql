-- How many open deals a contact has, whoever owns them: what an archive would hide.
select count(*) as deals
from opportunity as o
where (o.contact_id = $id or o.person_id = $id) and o.status = 'open' and not o.archived
