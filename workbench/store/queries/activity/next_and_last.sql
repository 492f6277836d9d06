-- Of some deals that the user sees: the next planned activity, how many are overdue, and when something was last done or said.
with shown as (
  select o.id
  from opportunity as o
  where o.id in ({{each ids}})
    and ($scope = 'all' or o.owner_id = $scope_user or ($scope = 'team' and o.team_id = $scope_team))
),
acted as (
  select
    a.opportunity_id,
    arg_min(
      a.id, row(coalesce(a.due_date, date '9999-12-31'), coalesce(a.due_at, timestamp '9999-12-31'), a.id)
    ) filter (where a.state = 'planned') as next_id,
    count(*) filter (where a.state = 'planned' and a.due_date < $today) as overdue,
    max(a.done_at) filter (where a.state = 'done') as last_at
  from activity as a
  where a.opportunity_id in ({{each ids}}) and not a.archived
  group by a.opportunity_id
),
spoken as (
  select i.opportunity_id, max(i.happened_at) as last_at
  from interaction as i
  where i.opportunity_id in ({{each ids}}) and not i.archived
  group by i.opportunity_id
)
select
  d.id, a.next_id, coalesce(a.overdue, 0) as overdue, greatest(a.last_at, s.last_at) as last_at
from shown as d
left join acted as a on a.opportunity_id = d.id
left join spoken as s on s.opportunity_id = d.id
order by d.id
