-- One card, whatever the filters say.
select
  o.id, o.version, o.number, o.title, c.name as contact, o.owner_id, o.entered_by, o.team_id,
  o.stage_id, o.probability_id, o.probability_by_hand, o.status, o.currency, o.net, o.base_net,
  o.created_date, o.expected_close_date, o.closed_date, o.stage_since, o.tags
from opportunity as o
left join contact as c on c.id = o.contact_id
where o.id = $id
  and ($scope = 'all' or o.owner_id = $scope_user or ($scope = 'team' and o.team_id = $scope_team))
