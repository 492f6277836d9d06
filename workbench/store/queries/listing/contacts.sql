-- Name and country of some contacts.
{{given past}} with {{parts/then}} {{end}}
select c.id, c.name, c.country
from contact as c
where c.id in ({{each ids}})
