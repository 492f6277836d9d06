-- Add a deal.
insert into opportunity (
  id, version, number, company_id, title, title_folded, type_id, contact_id, person_id, owner_id, team_id, agent_id,
  entered_by, currency, rate, rate_date, origin_id, campaign, tags, tags_folded, workflow_id, stage_id, stage_since,
  probability_id, probability_by_hand, quality, status, reason_id, reason_note, competitors, created_date,
  expected_order_date, expected_delivery_date, expected_invoice_date, expected_close_date, closed_date,
  gross, discount, net, expected_revenue, margin, recurring_amount, recurring_plan, notes, notes_folded,
  external_source, external_id, archived, base_net, base_expected, base_weighted
)
select
  cast($id as uuid), cast($version as integer), cast($number as bigint), cast($company_id as uuid),
  cast($title as varchar), lower(strip_accents(cast($title as varchar))),
  cast($type_id as uuid), cast($contact_id as uuid), cast($person_id as uuid),
  cast($owner_id as uuid), cast($team_id as uuid), cast($agent_id as uuid), cast($entered_by as uuid),
  cast($currency as varchar), cast($rate as decimal(18, 8)), cast($rate_date as date),
  cast($origin_id as uuid), cast($campaign as varchar), cast($tags as varchar),
  lower(strip_accents(cast($tags as varchar))), cast($workflow_id as uuid),
  cast($stage_id as uuid), cast($stage_since as timestamp), cast($probability_id as uuid),
  cast($probability_by_hand as boolean), cast($quality as integer), cast($status as varchar),
  cast($reason_id as uuid), cast($reason_note as varchar), cast($competitors as varchar),
  cast($created_date as date), cast($expected_order_date as date), cast($expected_delivery_date as date),
  cast($expected_invoice_date as date), cast($expected_close_date as date), cast($closed_date as date),
  cast($gross as decimal(18, 2)), cast($discount as decimal(18, 2)), cast($net as decimal(18, 2)),
  cast($expected_revenue as decimal(18, 2)), cast($margin as decimal(18, 2)),
  cast($recurring_amount as decimal(18, 2)), cast($recurring_plan as varchar), cast($notes as varchar),
  lower(strip_accents(cast($notes as varchar))),
  cast($external_source as varchar), cast($external_id as varchar), cast($archived as boolean),
  cast($base_net as decimal(18, 2)), cast($base_expected as decimal(18, 2)), (
    select cast(round(cast($base_expected as decimal(38, 2)) * p.percent * 0.01, 2) as decimal(18, 2))
    from probability as p
    where p.id = $probability_id
  )
