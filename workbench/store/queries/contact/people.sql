-- Who belongs to a contact: its people and the companies below it.
select c.id, c.kind, c.name, c.email, c.phone, c.city
from contact as c
where c.parent_id = $id and not c.archived
order by c.kind desc, c.name_folded, c.id
limit 200
