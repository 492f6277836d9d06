-- How many records use each team.
select u.id, cast(sum(u.count) as bigint) as count
from (
  select o.team_id as id, count(*) as count from opportunity as o where o.team_id is not null group by o.team_id union all
  select u.team_id as id, count(*) as count from user_account as u where u.team_id is not null group by u.team_id
) as u
group by u.id
