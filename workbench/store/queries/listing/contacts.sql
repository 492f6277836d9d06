-- Name and country of some contacts.
select id, name, country
from contact
where id in ({{each ids}})
