-- How many records use each stage.
select u.id, cast(sum(u.count) as bigint) as count
from (
  select o.stage_id as id, count(*) as count from opportunity as o group by o.stage_id
) as u
group by u.id
