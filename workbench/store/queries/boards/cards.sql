-- The cards of every board column, or of one, by rank within the column.
with filtered as (
  {{opportunity/filtered}}
),
ranked as (
  select
    f.id, f.weighted, f.percent,
    case when $by = 'stage' then f.stage_id else f.probability_id end as key,
    row_number() over (
      partition by case when $by = 'stage' then f.stage_id else f.probability_id end
      order by
        case when $sort = 'net' then f.base_net end desc nulls last,
        case when $sort = 'close' then f.expected_close_date end nulls last,
        case when $sort = 'created' then f.created_date end desc nulls last,
        case when $sort = 'stage_since' then f.stage_since end nulls last,
        case when $sort = 'title' then lower(f.title) end nulls last,
        f.number desc, f.id
    ) as place
  from filtered as f
  where ($workflow is null or f.workflow_id = cast($workflow as uuid))
    and ($key is null or case when $by = 'stage' then f.stage_id else f.probability_id end = cast($key as uuid))
)
select
  r.key, r.place, o.id, o.version, o.number, o.title, c.name as contact, u.name as owner, e.name as entered_by,
  o.workflow_id, o.stage_id, o.probability_id, r.percent, o.status, o.currency, o.net, o.base_net,
  o.created_date, o.expected_close_date, o.closed_date, o.stage_since, o.tags, o.owner_id, o.team_id,
  o.probability_by_hand
from ranked as r
join opportunity as o on o.id = r.id
left join contact as c on c.id = o.contact_id
left join user_account as u on u.id = o.owner_id
left join user_account as e on e.id = o.entered_by
where r.place > $after and r.place <= $after + $limit
order by r.key, r.place
