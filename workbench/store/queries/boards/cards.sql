-- The cards of every board column, or of one, by rank within the column: keys are ranked first, then the rows are read.
with filtered as (
  {{opportunity/filtered}}
),
keyed as (
  select
    f.id, f.number, f.base_net, f.expected_close_date, f.created_date, f.stage_since, f.title_folded,
    case when $by = 'stage' then f.stage_id else f.probability_id end as key
  from filtered as f
  {{given workflow}} where f.workflow_id = $workflow {{end}}
),
ranked as (
  select
    k.id, k.key,
    row_number() over (
      partition by k.key
      order by
        case when $sort = 'net' then k.base_net end desc nulls last,
        case when $sort = 'close' then k.expected_close_date end nulls last,
        case when $sort = 'created' then k.created_date end desc nulls last,
        case when $sort = 'stage_since' then k.stage_since end nulls last,
        case when $sort = 'title' then k.title_folded end nulls last,
        k.number desc, k.id
    ) as place
  from keyed as k
  {{given key}} where k.key = $key {{end}}
)
select
  o.id, o.version, o.number, o.title, c.name as contact, o.owner_id, o.entered_by, o.team_id,
  o.stage_id, o.probability_id, o.probability_by_hand, o.status, o.currency, o.net, o.base_net,
  o.created_date, o.expected_close_date, o.closed_date, o.stage_since, o.tags
from ranked as r
join opportunity as o on o.id = r.id
left join contact as c on c.id = o.contact_id
where r.place > $after and r.place <= $after + $limit
order by r.key, r.place
