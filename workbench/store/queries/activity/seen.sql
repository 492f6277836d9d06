-- The activities that a person sees: their own, those of deals in their scope; without a deal, what they entered and their team's.
select
  a.id, a.assignee_id, a.opportunity_id, a.contact_id, a.person_id, a.state, a.due_date, a.due_at, a.done_at
from activity as a
where not a.archived and (
  $scope = 'all' or a.assignee_id = $scope_user
  or a.opportunity_id in (
    select o.id from opportunity as o
    where o.owner_id = $scope_user or ($scope = 'team' and o.team_id = $scope_team)
  )
  or (a.opportunity_id is null and (
    a.entered_by = $scope_user or ($scope = 'team' and a.assignee_id in (
      select u.id from user_account as u where u.team_id = $scope_team
    ))
  ))
)
