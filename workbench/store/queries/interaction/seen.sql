-- The interactions that a person sees: their own, those of deals in their scope; without a deal, their team's.
select i.id, i.opportunity_id, i.contact_id, i.person_id, i.user_id, i.activity_id, i.happened_at
from interaction as i
where not i.archived and (
  $scope = 'all' or i.user_id = $scope_user
  or i.opportunity_id in (
    select o.id from opportunity as o
    where o.owner_id = $scope_user or ($scope = 'team' and o.team_id = $scope_team)
  )
  or (i.opportunity_id is null and $scope = 'team' and i.user_id in (
    select u.id from user_account as u where u.team_id = $scope_team
  ))
)
