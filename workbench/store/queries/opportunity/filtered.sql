-- The deals within a user's scope that meet every condition of the filters: the only definition of "filtered".
select
  o.id, o.number, o.title_folded, o.contact_id, o.owner_id, o.team_id, o.workflow_id, o.stage_id, o.probability_id,
  o.type_id, o.origin_id, o.status, o.currency, o.net, o.base_net, o.base_weighted, o.created_date,
  o.expected_close_date, o.closed_date, o.stage_since
from opportunity as o
where
  ({{given past}} true or {{end}} $scope = 'all' or o.owner_id = $scope_user or ($scope = 'team' and o.team_id = $scope_team))
  and o.archived = $archived
  {{given active_on}} and (o.closed_date < $active_on) is not true {{end}}
  {{given types}} and o.type_id in ({{each types}}) {{end}}
  {{given workflows}} and o.workflow_id in ({{each workflows}}) {{end}}
  {{given stages}} and o.stage_id in ({{each stages}}) {{end}}
  {{given owners}} and o.owner_id in ({{each owners}}) {{end}}
  {{given agents}} and o.agent_id in ({{each agents}}) {{end}}
  {{given teams}} and o.team_id in ({{each teams}}) {{end}}
  {{given currencies}} and o.currency in ({{each currencies}}) {{end}}
  {{given statuses}} and o.status in ({{each statuses}}) {{end}}
  {{given tags}} and list_has_all(string_split(lower(o.tags), ','), $tags) {{end}}
  {{given number}} and o.number = $number {{end}}
  {{given created_from}} and o.created_date >= $created_from {{end}}
  {{given created_to}} and o.created_date <= $created_to {{end}}
  {{given closed_from}} and o.closed_date >= $closed_from {{end}}
  {{given closed_to}} and o.closed_date <= $closed_to {{end}}
  {{given expected_from}} and o.expected_close_date >= $expected_from {{end}}
  {{given expected_to}} and o.expected_close_date <= $expected_to {{end}}
  {{given percent_from}} and o.probability_id in (
    select p.id from probability as p where p.percent >= $percent_from
  ) {{end}}
  {{given percent_to}} and o.probability_id in (
    select p.id from probability as p where p.percent <= $percent_to
  ) {{end}}
  {{given amount_from}} and o.base_net >= $amount_from {{end}}
  {{given amount_to}} and o.base_net <= $amount_to {{end}}
  {{given title}} and contains(o.title_folded, lower(strip_accents($title))) {{end}}
  {{given contact}} and o.contact_id in (
    select c.id from contact as c where contains(c.name_folded, lower(strip_accents($contact)))
  ) {{end}}
  {{given regions}} and o.contact_id in (
    select c.id from contact as c
    where lower(c.region) in ({{each regions}}) or lower(c.country) in ({{each regions}})
  ) {{end}}
  {{given words}} and o.id in (
    {{opportunity/found}}
  ) {{end}}
