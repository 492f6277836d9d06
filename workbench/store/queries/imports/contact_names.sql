-- Names and keys of all contacts in use, to find those a file means.
select id, name
from contact
where not archived
order by name, id
