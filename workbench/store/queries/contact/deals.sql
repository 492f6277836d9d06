-- The latest deals of a contact, or with it as the person, within a user's scope; open ones first.
select
  o.id, o.number, o.title, o.status, o.net, o.currency, o.stage_id, o.owner_id, o.created_date, o.expected_close_date,
  o.closed_date
from opportunity as o
where (o.contact_id = $id or o.person_id = $id) and not o.archived
  and ($scope = 'all' or o.owner_id = $scope_user or ($scope = 'team' and o.team_id = $scope_team))
order by o.status = 'open' desc, o.created_date desc, o.number desc, o.id
limit 200
