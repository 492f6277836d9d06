-- The deals within a user's scope that meet every condition of the filters: the only definition of "filtered".
-- Amounts of 100 thousand millions and more are weighted in wide decimals, ten times as slow.
select
  o.id, o.number, o.title_folded, o.contact_id, o.owner_id, o.team_id, o.workflow_id, o.stage_id, o.probability_id,
  o.status, o.currency, o.net, o.base_net, o.base_expected, o.created_date, o.expected_close_date, o.closed_date,
  o.stage_since, p.percent,
  case
    when abs(o.base_expected) < 100000000000
      then cast(round(o.base_expected * p.percent * 0.01, 2) as decimal(18, 2))
    else cast(round(cast(o.base_expected as decimal(38, 2)) * p.percent * 0.01, 2) as decimal(18, 2))
  end as weighted
from opportunity as o
join probability as p on p.id = o.probability_id
where
  ($scope = 'all' or o.owner_id = $scope_user or ($scope = 'team' and o.team_id = $scope_team))
  and o.archived = $archived
  {{given active_on}} and (o.status = 'open' or o.closed_date >= $active_on) {{end}}
  {{given types}} and list_contains($types, o.type_id) {{end}}
  {{given workflows}} and list_contains($workflows, o.workflow_id) {{end}}
  {{given stages}} and list_contains($stages, o.stage_id) {{end}}
  {{given owners}} and list_contains($owners, o.owner_id) {{end}}
  {{given agents}} and list_contains($agents, o.agent_id) {{end}}
  {{given teams}} and list_contains($teams, o.team_id) {{end}}
  {{given currencies}} and list_contains($currencies, o.currency) {{end}}
  {{given statuses}} and list_contains($statuses, o.status) {{end}}
  {{given tags}} and list_has_all(string_split(lower(o.tags), ','), $tags) {{end}}
  {{given number}} and o.number = $number {{end}}
  {{given created_from}} and o.created_date >= $created_from {{end}}
  {{given created_to}} and o.created_date <= $created_to {{end}}
  {{given closed_from}} and o.closed_date >= $closed_from {{end}}
  {{given closed_to}} and o.closed_date <= $closed_to {{end}}
  {{given expected_from}} and o.expected_close_date >= $expected_from {{end}}
  {{given expected_to}} and o.expected_close_date <= $expected_to {{end}}
  {{given percent_from}} and p.percent >= $percent_from {{end}}
  {{given percent_to}} and p.percent <= $percent_to {{end}}
  {{given amount_from}} and o.base_net >= $amount_from {{end}}
  {{given amount_to}} and o.base_net <= $amount_to {{end}}
  {{given title}} and contains(o.title_folded, lower(strip_accents($title))) {{end}}
  {{given contact}} and o.contact_id in (
    select c.id from contact as c where contains(c.name_folded, lower(strip_accents($contact)))
  ) {{end}}
  {{given regions}} and o.contact_id in (
    select c.id from contact as c
    where list_contains($regions, lower(c.region)) or list_contains($regions, lower(c.country))
  ) {{end}}
  {{given text}} and (
    cast(o.number as varchar) = $text
    or contains(o.title_folded, lower(strip_accents($text)))
    or contains(o.tags_folded, lower(strip_accents($text)))
    or o.contact_id in (
      select c.id from contact as c where contains(c.name_folded, lower(strip_accents($text)))
    )
  ) {{end}}
