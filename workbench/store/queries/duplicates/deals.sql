-- The other deals of the same contact within a user's scope, to be compared with one.
select o.id, o.number, o.title, o.status, o.net, o.currency, o.base_net, o.created_date, o.expected_close_date
from opportunity as o
where o.contact_id = $contact and not o.archived and o.id is distinct from $self
  and ($scope = 'all' or o.owner_id = $scope_user or ($scope = 'team' and o.team_id = $scope_team))
order by o.number desc, o.id
limit 500
