-- The deals of some contacts within a user's scope, to be compared with new ones.
select o.id, o.contact_id, o.number, o.title, o.status, o.net, o.currency, o.created_date, o.expected_close_date
from opportunity as o
where o.contact_id in ({{each contacts}}) and not o.archived
  and ($scope = 'all' or o.owner_id = $scope_user or ($scope = 'team' and o.team_id = $scope_team))
order by o.number desc, o.id
