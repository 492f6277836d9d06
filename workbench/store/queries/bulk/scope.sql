-- Whose some deals are.
select id, owner_id, team_id
from opportunity
where id in ({{each ids}})
