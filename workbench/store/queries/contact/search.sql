-- Contacts by part of the name or city, those that begin with the text first; within the user's scope, contacts are shared.
select c.id, c.name, c.city, c.country
from contact as c
where not c.archived and (
  contains(c.name_folded, lower(strip_accents($text))) or contains(c.city_folded, lower(strip_accents($text)))
)
order by starts_with(c.name_folded, lower(strip_accents($text))) desc, c.name_folded, c.id
limit $limit
