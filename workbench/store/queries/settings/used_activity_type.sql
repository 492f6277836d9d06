-- How many records use each activity type.
select u.id, cast(sum(u.count) as bigint) as count
from (
  select a.type_id as id, count(*) as count from activity as a group by a.type_id
) as u
group by u.id
