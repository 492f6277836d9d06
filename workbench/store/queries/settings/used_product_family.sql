-- How many records use each product family.
select u.id, cast(sum(u.count) as bigint) as count
from (
  select l.family_id as id, count(*) as count from line as l where l.family_id is not null and not l.archived group by l.family_id
) as u
group by u.id
