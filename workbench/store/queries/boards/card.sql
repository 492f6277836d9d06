-- One card, whatever the filters say.
select
  o.id, o.version, o.number, o.title, c.name as contact, u.name as owner, e.name as entered_by,
  o.workflow_id, o.stage_id, o.probability_id, p.percent, o.status, o.currency, o.net, o.base_net,
  o.created_date, o.expected_close_date, o.closed_date, o.stage_since, o.tags, o.owner_id, o.team_id,
  o.probability_by_hand
from opportunity as o
join probability as p on p.id = o.probability_id
left join contact as c on c.id = o.contact_id
left join user_account as u on u.id = o.owner_id
left join user_account as e on e.id = o.entered_by
where o.id = $id
  and ($scope = 'all' or o.owner_id = $scope_user or ($scope = 'team' and o.team_id = $scope_team))
