-- What tells some deals to a person, as far as they see them.
select o.id, o.number, o.title, o.contact_id, o.person_id, o.owner_id, o.team_id
from opportunity as o
where o.id in ({{each ids}})
  and ($scope = 'all' or o.owner_id = $scope_user or ($scope = 'team' and o.team_id = $scope_team))
