-- The filtered deals, each with the group that it belongs to: a key, a word or a month; none of them where it has none.
select
  f.id, f.number, f.title_folded, f.contact_id, f.owner_id, f.team_id, f.workflow_id, f.stage_id, f.probability_id,
  f.type_id, f.origin_id, f.status, f.currency, f.base_net, f.base_weighted, f.created_date, f.expected_close_date,
  f.closed_date, f.stage_since,
  case $group_by
    when 'stage' then f.stage_id
    when 'workflow' then f.workflow_id
    when 'owner' then f.owner_id
    when 'team' then f.team_id
    when 'percent' then f.probability_id
    when 'type' then f.type_id
    when 'origin' then f.origin_id
  end as group_key,
  case $group_by
    when 'status' then f.status
    {{given group_contact}} when 'country' then c.country {{end}}
  end as group_word,
  case $group_by
    when 'month' then cast(date_trunc('month', f.expected_close_date) as date)
  end as group_month
from (
  {{opportunity/filtered}}
) as f
{{given group_contact}} left join contact as c on c.id = f.contact_id {{end}}
