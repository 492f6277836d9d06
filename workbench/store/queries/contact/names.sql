-- The names of some contacts.
select c.id, c.name
from contact as c
where c.id in ({{each ids}})
