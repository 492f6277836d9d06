-- Of some deals that the user sees: the next planned activity, how many are overdue, and when something was last done or said.
with shown as materialized (
  select o.id
  from opportunity as o
  where o.id in ({{each ids}})
    and ($scope = 'all' or o.owner_id = $scope_user or ($scope = 'team' and o.team_id = $scope_team))
),
acted as (
  select
    a.opportunity_id,
    arg_min(
      {
        'id': a.id, 'version': a.version, 'type_id': a.type_id, 'subject': a.subject, 'assignee_id': a.assignee_id,
        'due_date': a.due_date, 'due_at': a.due_at
      },
      row(coalesce(a.due_date, date '9999-12-31'), coalesce(a.due_at, timestamp '9999-12-31'), a.id)
    ) filter (where a.state = 'planned') as following,
    count(*) filter (where a.state = 'planned' and a.due_date < $today) as overdue,
    max(a.done_at) as last_at
  from activity as a
  where a.opportunity_id in (select s.id from shown as s) and not a.archived
  group by a.opportunity_id
),
spoken as (
  select i.opportunity_id, max(i.happened_at) as last_at
  from interaction as i
  where i.opportunity_id in (select s.id from shown as s) and not i.archived
  group by i.opportunity_id
)
select
  d.id, a.following.id as next_id, a.following.version as version, a.following.type_id as type_id,
  a.following.subject as subject, a.following.assignee_id as assignee_id, a.following.due_date as due_date,
  a.following.due_at as due_at, coalesce(a.overdue, 0) as overdue, greatest(a.last_at, s.last_at) as last_at
from shown as d
left join acted as a on a.opportunity_id = d.id
left join spoken as s on s.opportunity_id = d.id
order by d.id
