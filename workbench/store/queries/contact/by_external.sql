-- The contacts that came from one source, by the ids they have there, and those with one of some mail addresses.
select c.id, c.external_id, lower(c.email) as email
from contact as c
where (c.external_source = $source and c.external_id in ({{each ids}})) or lower(c.email) in ({{each emails}})
order by c.archived, c.id
