-- The change feed: records written since a moment, oldest first, with who wrote them.
select c.unit_id, c.recorded_at, c.entity, c.entity_id, c.version, u.user_login, u.kind
from change as c
join unit_of_work as u on u.id = c.unit_id
where c.recorded_at > cast($since as timestamp)
order by c.recorded_at, c.unit_id, c.entity_id
limit $limit
