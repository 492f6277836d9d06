-- The texts that are searched agree with those that are shown.
select 'opportunity' as entity, o.id
from opportunity as o
where o.title_folded is distinct from lower(strip_accents(o.title))
   or o.tags_folded is distinct from lower(strip_accents(o.tags))
   or o.notes_folded is distinct from lower(strip_accents(o.notes))
union all
select 'contact' as entity, c.id
from contact as c
where c.name_folded is distinct from lower(strip_accents(c.name))
   or c.city_folded is distinct from lower(strip_accents(c.city))
union all
select 'interaction' as entity, i.id
from interaction as i
where i.said_folded is distinct from lower(strip_accents(concat_ws(' ', i.subject, i.body, i.outcome)))
