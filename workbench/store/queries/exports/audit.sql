-- Every change of every field of deals that the filters let through, of contacts, activities and interactions.
with {{given past}} {{parts/then}}, {{end}} filtered as (
  {{opportunity/filtered}}
),
opportunity_told as (
  select
    'opportunity' as entity, h.id, h.version, h.unit_id, h.recorded_at, h.effective_at, h.number as number, h.title as name,
    [
      'number', 'company_id', 'title', 'type_id', 'contact_id', 'person_id', 'owner_id', 'team_id', 'agent_id',
      'entered_by', 'currency', 'rate', 'rate_date', 'origin_id', 'campaign', 'tags', 'workflow_id', 'stage_id',
      'stage_since', 'probability_id', 'probability_by_hand', 'quality', 'status', 'reason_id', 'reason_note',
      'competitors', 'created_date', 'expected_order_date', 'expected_delivery_date', 'expected_invoice_date',
      'expected_close_date', 'closed_date', 'gross', 'discount', 'net', 'expected_revenue', 'margin',
      'recurring_amount', 'recurring_plan', 'notes', 'external_source', 'external_id', 'archived'
    ] as fields,
    [
      cast(h.number as varchar), cast(h.company_id as varchar), cast(h.title as varchar), cast(h.type_id as
      varchar), cast(h.contact_id as varchar), cast(h.person_id as varchar), cast(h.owner_id as varchar),
      cast(h.team_id as varchar), cast(h.agent_id as varchar), cast(h.entered_by as varchar), cast(h.currency as
      varchar), cast(h.rate as varchar), cast(h.rate_date as varchar), cast(h.origin_id as varchar),
      cast(h.campaign as varchar), cast(h.tags as varchar), cast(h.workflow_id as varchar), cast(h.stage_id as
      varchar), cast(h.stage_since as varchar), cast(h.probability_id as varchar), cast(h.probability_by_hand as
      varchar), cast(h.quality as varchar), cast(h.status as varchar), cast(h.reason_id as varchar),
      cast(h.reason_note as varchar), cast(h.competitors as varchar), cast(h.created_date as varchar),
      cast(h.expected_order_date as varchar), cast(h.expected_delivery_date as varchar),
      cast(h.expected_invoice_date as varchar), cast(h.expected_close_date as varchar), cast(h.closed_date as
      varchar), cast(h.gross as varchar), cast(h.discount as varchar), cast(h.net as varchar),
      cast(h.expected_revenue as varchar), cast(h.margin as varchar), cast(h.recurring_amount as varchar),
      cast(h.recurring_plan as varchar), cast(h.notes as varchar), cast(h.external_source as varchar),
      cast(h.external_id as varchar), cast(h.archived as varchar)
    ] as after
  from opportunity_history as h
  where h.id in (select f.id from filtered as f)
    {{given known}} and h.recorded_at < $known {{end}}
),
contact_told as (
  select
    'contact' as entity, h.id, h.version, h.unit_id, h.recorded_at, h.effective_at, cast(null as bigint) as number, h.name as name,
    [
      'kind', 'parent_id', 'name', 'vat_number', 'quality', 'origin_id', 'sector', 'category', 'address',
      'city', 'postcode', 'region', 'country', 'latitude', 'longitude', 'phone', 'email', 'agent_id',
      'lead_since', 'customer_since', 'external_source', 'external_id', 'archived', 'other_phones',
      'other_emails', 'website', 'competitors', 'campaigns', 'notes', 'mail_consent', 'phone_consent',
      'lead_status', 'lead_reason', 'merged_into'
    ] as fields,
    [
      cast(h.kind as varchar), cast(h.parent_id as varchar), cast(h.name as varchar), cast(h.vat_number as
      varchar), cast(h.quality as varchar), cast(h.origin_id as varchar), cast(h.sector as varchar),
      cast(h.category as varchar), cast(h.address as varchar), cast(h.city as varchar), cast(h.postcode as
      varchar), cast(h.region as varchar), cast(h.country as varchar), cast(h.latitude as varchar),
      cast(h.longitude as varchar), cast(h.phone as varchar), cast(h.email as varchar), cast(h.agent_id as
      varchar), cast(h.lead_since as varchar), cast(h.customer_since as varchar), cast(h.external_source as
      varchar), cast(h.external_id as varchar), cast(h.archived as varchar), cast(h.other_phones as varchar),
      cast(h.other_emails as varchar), cast(h.website as varchar), cast(h.competitors as varchar),
      cast(h.campaigns as varchar), cast(h.notes as varchar), cast(h.mail_consent as varchar),
      cast(h.phone_consent as varchar), cast(h.lead_status as varchar), cast(h.lead_reason as varchar),
      cast(h.merged_into as varchar)
    ] as after
  from contact_history as h
  where $everyone or h.id in (select f.contact_id from filtered as f)
    {{given known}} and h.recorded_at < $known {{end}}
),
activity_told as (
  select
    'activity' as entity, h.id, h.version, h.unit_id, h.recorded_at, h.effective_at, cast(null as bigint) as number, h.subject as name,
    [
      'type_id', 'opportunity_id', 'contact_id', 'person_id', 'assignee_id', 'entered_by', 'subject', 'state',
      'mandatory', 'created_date', 'due_date', 'due_at', 'remind_at', 'done_at', 'minutes', 'outcome',
      'follows_id', 'notes', 'external_source', 'external_id', 'archived'
    ] as fields,
    [
      cast(h.type_id as varchar), cast(h.opportunity_id as varchar), cast(h.contact_id as varchar),
      cast(h.person_id as varchar), cast(h.assignee_id as varchar), cast(h.entered_by as varchar),
      cast(h.subject as varchar), cast(h.state as varchar), cast(h.mandatory as varchar), cast(h.created_date as
      varchar), cast(h.due_date as varchar), cast(h.due_at as varchar), cast(h.remind_at as varchar),
      cast(h.done_at as varchar), cast(h.minutes as varchar), cast(h.outcome as varchar), cast(h.follows_id as
      varchar), cast(h.notes as varchar), cast(h.external_source as varchar), cast(h.external_id as varchar),
      cast(h.archived as varchar)
    ] as after
  from activity_history as h
  where h.id in (
      select k.id from ({{activity/seen}}) as k
      where $everything or k.opportunity_id in (select f.id from filtered as f)
    )
    {{given known}} and h.recorded_at < $known {{end}}
),
interaction_told as (
  select
    'interaction' as entity, h.id, h.version, h.unit_id, h.recorded_at, h.effective_at, cast(null as bigint) as number, h.subject as name,
    [
      'kind', 'direction', 'opportunity_id', 'contact_id', 'person_id', 'user_id', 'happened_at', 'minutes',
      'subject', 'body', 'outcome', 'activity_id', 'external_source', 'external_id', 'archived'
    ] as fields,
    [
      cast(h.kind as varchar), cast(h.direction as varchar), cast(h.opportunity_id as varchar),
      cast(h.contact_id as varchar), cast(h.person_id as varchar), cast(h.user_id as varchar),
      cast(h.happened_at as varchar), cast(h.minutes as varchar), cast(h.subject as varchar), cast(h.body as
      varchar), cast(h.outcome as varchar), cast(h.activity_id as varchar), cast(h.external_source as varchar),
      cast(h.external_id as varchar), cast(h.archived as varchar)
    ] as after
  from interaction_history as h
  where h.id in (
      select k.id from ({{interaction/seen}}) as k
      where $everything or k.opportunity_id in (select f.id from filtered as f)
    )
    {{given known}} and h.recorded_at < $known {{end}}
),
told as (
  select
    a.entity, a.id, a.version, a.unit_id, a.recorded_at, a.effective_at, a.number, a.name, a.fields, a.after,
    lag(a.after) over (partition by a.entity, a.id order by a.version) as before
  from (
    select entity, id, version, unit_id, recorded_at, effective_at, number, name, fields, after
    from opportunity_told
    union all
    select entity, id, version, unit_id, recorded_at, effective_at, number, name, fields, after
    from contact_told
    union all
    select entity, id, version, unit_id, recorded_at, effective_at, number, name, fields, after
    from activity_told
    union all
    select entity, id, version, unit_id, recorded_at, effective_at, number, name, fields, after
    from interaction_told
  ) as a
),
changed as (
  select
    t.entity, t.id, t.version, t.unit_id, t.recorded_at, t.effective_at, t.number, t.name,
    unnest(list_filter(
      range(1, len(t.fields) + 1),
      i -> case when t.before is null then t.after[i] is not null else t.after[i] is distinct from t.before[i] end
    )) as place,
    t.fields, t.before, t.after
  from told as t
)
select
  c.recorded_at, c.effective_at, u.user_login as who, u.origin as written_from, u.kind, u.why, c.entity, c.number,
  c.name, c.version, c.fields[c.place] as field, c.before[c.place] as old_value, c.after[c.place] as new_value,
  cast(c.unit_id as varchar) as unit
from changed as c
left join unit_of_work as u on u.id = c.unit_id
order by c.recorded_at, c.unit_id, c.entity, c.id, c.place
