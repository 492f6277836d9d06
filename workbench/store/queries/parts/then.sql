-- What a past moment shows in the place of the present rows: deals that the user may see today, their lines, and contacts.
-- As they were known before $known, or as they were before $was by what is known now (or was before $known).
last_version as (
  select h.id, max_by(h.version, row({{given was}} h.effective_at, {{end}} h.version)) as version
  from opportunity_history as h
  where
    ($scope = 'all' or h.id in (
      select p.id from opportunity as p
      where p.owner_id = $scope_user or ($scope = 'team' and p.team_id = $scope_team)
    ))
    {{given known}} and h.recorded_at < $known {{end}}
    {{given was}} and h.effective_at < $was {{end}}
  group by h.id
),
opportunity as (
  select
    h.id, h.version, h.number, h.company_id, h.title, lower(strip_accents(h.title)) as title_folded, h.type_id,
    h.contact_id, h.person_id, h.owner_id, h.team_id, h.agent_id, h.entered_by, h.currency, h.rate, h.rate_date,
    h.origin_id, h.campaign, h.tags, lower(strip_accents(h.tags)) as tags_folded, lower(strip_accents(h.notes)) as notes_folded, h.workflow_id, h.stage_id,
    h.stage_since, h.probability_id, h.probability_by_hand, h.quality, h.status, h.reason_id, h.reason_note,
    h.competitors, h.created_date, h.expected_order_date, h.expected_delivery_date, h.expected_invoice_date,
    h.expected_close_date, h.closed_date, h.gross, h.discount, h.net, h.expected_revenue, h.margin,
    h.recurring_amount, h.recurring_plan, h.notes, h.external_source, h.external_id, h.archived, h.base_net,
    h.base_expected,
    cast(
      round(cast(h.base_expected as decimal(38, 2)) * p.percent * 0.01, 2) as decimal(18, 2)
    ) as base_weighted
  from last_version as v
  join opportunity_history as h on h.id = v.id and h.version = v.version
  left join probability as p on p.id = h.probability_id
),
last_contact as (
  select h.id, max_by(h.version, row({{given was}} h.effective_at, {{end}} h.version)) as version
  from contact_history as h
  where true
    {{given known}} and h.recorded_at < $known {{end}}
    {{given was}} and h.effective_at < $was {{end}}
  group by h.id
),
contact as (
  select
    h.id, h.version, h.kind, h.parent_id, h.name, lower(strip_accents(h.name)) as name_folded, h.vat_number,
    h.quality, h.origin_id, h.sector, h.category, h.address, h.city, lower(strip_accents(h.city)) as city_folded,
    h.postcode, h.region, h.country, h.latitude, h.longitude, h.phone, h.email, h.agent_id, h.lead_since,
    h.customer_since, h.external_source, h.external_id, h.archived, h.other_phones, h.other_emails, h.website, h.competitors, h.campaigns, h.notes,
    h.mail_consent, h.phone_consent, h.lead_status, h.lead_reason, h.merged_into
  from last_contact as v
  join contact_history as h on h.id = v.id and h.version = v.version
),
last_line as (
  select h.id, max(h.opportunity_version) as opportunity_version
  from last_version as v
  join line_history as h on h.opportunity_id = v.id and h.opportunity_version <= v.version
  group by h.id
),
line as (
  select
    h.id, h.opportunity_id, h.position, h.family_id, h.article, h.description, h.quantity, h.unit_price, h.gross,
    h.discount, h.net, h.expected_revenue, h.expected_order_date, h.expected_delivery_date,
    h.expected_invoice_date, h.closed_date, h.note, h.archived
  from last_line as v
  join line_history as h on h.id = v.id and h.opportunity_version = v.opportunity_version
)
