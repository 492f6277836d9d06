-- Some deals as cards, as far as the user sees them.
{{given past}} with {{parts/then}} {{end}}
select
  o.id, o.version, o.number, o.title, o.contact_id, o.owner_id, o.entered_by, o.team_id,
  o.stage_id, o.probability_id, o.probability_by_hand, o.status, o.currency, o.net, o.base_net,
  o.created_date, o.expected_close_date, o.closed_date, o.stage_since, o.tags
from opportunity as o
where o.id in ({{each ids}})
  and ({{given past}} true or {{end}} $scope = 'all' or o.owner_id = $scope_user or ($scope = 'team' and o.team_id = $scope_team))
