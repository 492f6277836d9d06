-- How many records use each closing reason.
select u.id, cast(sum(u.count) as bigint) as count
from (
  select o.reason_id as id, count(*) as count from opportunity as o where o.reason_id is not null group by o.reason_id
) as u
group by u.id
