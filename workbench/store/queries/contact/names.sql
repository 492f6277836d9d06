-- The names of some contacts.
{{given past}} with {{parts/then}} {{end}}
select c.id, c.name
from contact as c
where c.id in ({{each ids}})
