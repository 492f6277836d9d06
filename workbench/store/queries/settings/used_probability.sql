-- How many records use each row of the probability table.
select u.id, cast(sum(u.count) as bigint) as count
from (
  select o.probability_id as id, count(*) as count from opportunity as o group by o.probability_id union all
  select s.probability_id as id, count(*) as count from stage as s where s.probability_id is not null and not s.retired group by s.probability_id
) as u
group by u.id
