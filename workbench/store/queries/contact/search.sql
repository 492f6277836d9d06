-- Contacts by part of the name or city, those that begin with the text first; within the user's scope, contacts are shared.
select c.id, c.name, c.city, c.country
from contact as c
where not c.archived and (
  contains(lower(strip_accents(c.name)), $text) or contains(lower(strip_accents(coalesce(c.city, ''))), $text)
)
order by starts_with(lower(strip_accents(c.name)), $text) desc, lower(c.name), c.id
limit $limit
