-- The deals within a user's scope that meet every condition of the filters: the only definition of "filtered".
select
  o.id, o.number, o.title, o.contact_id, o.owner_id, o.team_id, o.workflow_id, o.stage_id, o.probability_id,
  o.status, o.currency, o.net, o.base_net, o.base_expected, o.created_date, o.expected_close_date, o.closed_date,
  o.stage_since, p.percent,
  cast(round(o.base_expected * p.percent * 0.01, 2) as decimal(18, 2)) as weighted
from opportunity as o
join probability as p on p.id = o.probability_id
where
  ($scope = 'all' or o.owner_id = $scope_user or ($scope = 'team' and o.team_id = $scope_team))
  and o.archived = $archived
  and ($active_on is null or o.status = 'open' or o.closed_date >= cast($active_on as date))
  and ($types is null or list_contains(cast($types as uuid[]), o.type_id))
  and ($workflows is null or list_contains(cast($workflows as uuid[]), o.workflow_id))
  and ($stages is null or list_contains(cast($stages as uuid[]), o.stage_id))
  and ($owners is null or list_contains(cast($owners as uuid[]), o.owner_id))
  and ($agents is null or list_contains(cast($agents as uuid[]), o.agent_id))
  and ($teams is null or list_contains(cast($teams as uuid[]), o.team_id))
  and ($currencies is null or list_contains(cast($currencies as varchar[]), o.currency))
  and ($statuses is null or list_contains(cast($statuses as varchar[]), o.status))
  and ($tags is null or list_has_all(string_split(lower(o.tags), ','), cast($tags as varchar[])))
  and ($number is null or o.number = cast($number as bigint))
  and ($created_from is null or o.created_date >= cast($created_from as date))
  and ($created_to is null or o.created_date <= cast($created_to as date))
  and ($closed_from is null or o.closed_date >= cast($closed_from as date))
  and ($closed_to is null or o.closed_date <= cast($closed_to as date))
  and ($percent_from is null or p.percent >= cast($percent_from as decimal(18, 2)))
  and ($percent_to is null or p.percent <= cast($percent_to as decimal(18, 2)))
  and ($amount_from is null or o.base_net >= cast($amount_from as decimal(18, 2)))
  and ($amount_to is null or o.base_net <= cast($amount_to as decimal(18, 2)))
  and ($title is null or contains(lower(strip_accents(o.title)), cast($title as varchar)))
  and ($contact is null or o.contact_id in (
    select c.id from contact as c where contains(lower(strip_accents(c.name)), cast($contact as varchar))
  ))
  and ($regions is null or o.contact_id in (
    select c.id from contact as c
    where list_contains(cast($regions as varchar[]), lower(c.region))
      or list_contains(cast($regions as varchar[]), lower(c.country))
  ))
  and ($text is null
    or cast(o.number as varchar) = $text
    or contains(lower(strip_accents(o.title)), cast($text as varchar))
    or contains(lower(strip_accents(coalesce(o.tags, ''))), cast($text as varchar))
    or o.contact_id in (
      select c.id from contact as c where contains(lower(strip_accents(c.name)), cast($text as varchar))
    )
  )
