-- How many records use each opportunity type.
select u.id, cast(sum(u.count) as bigint) as count
from (
  select o.type_id as id, count(*) as count from opportunity as o where o.type_id is not null group by o.type_id
) as u
group by u.id
