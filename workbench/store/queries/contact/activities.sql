-- The latest activities of a contact and of its deals within a user's scope.
with deals as (
  select o.id, o.title
  from opportunity as o
  where (o.contact_id = $id or o.person_id = $id) and not o.archived
    and ($scope = 'all' or o.owner_id = $scope_user or ($scope = 'team' and o.team_id = $scope_team))
)
select a.id, a.subject, a.state, a.due_date, a.done_at, y.name as type, u.name as assignee, d.id as deal_id, d.title as deal
from activity as a
left join deals as d on d.id = a.opportunity_id
left join activity_type as y on y.id = a.type_id
left join user_account as u on u.id = a.assignee_id
where not a.archived
  and (d.id is not null or (a.opportunity_id is null and (a.contact_id = $id or a.person_id = $id)))
order by coalesce(a.due_date, cast(a.done_at as date)) desc nulls last, a.id
limit 200
