-- Which deals have a number, as far as the user sees them.
select o.id
from opportunity as o
where o.number = $number and not o.archived
  and ($scope = 'all' or o.owner_id = $scope_user or ($scope = 'team' and o.team_id = $scope_team))
order by o.id
