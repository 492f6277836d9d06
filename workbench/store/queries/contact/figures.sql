-- How many deals within a user's scope some contacts have, and what the open ones are worth in the base currency.
select
  o.contact_id, count(*) as deals, count(*) filter (where o.status = 'open') as open_deals,
  coalesce(sum(o.base_net) filter (where o.status = 'open'), 0) as open_net,
  coalesce(sum(o.base_net) filter (where o.status = 'won'), 0) as won_net,
  count(*) filter (where o.base_net is null) as unconverted
from opportunity as o
where o.contact_id in ({{each ids}}) and not o.archived
  and ($scope = 'all' or o.owner_id = $scope_user or ($scope = 'team' and o.team_id = $scope_team))
group by o.contact_id
