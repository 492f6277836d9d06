-- How many records use each origin.
select u.id, cast(sum(u.count) as bigint) as count
from (
  select o.origin_id as id, count(*) as count from opportunity as o where o.origin_id is not null group by o.origin_id union all
  select c.origin_id as id, count(*) as count from contact as c where c.origin_id is not null group by c.origin_id
) as u
group by u.id
