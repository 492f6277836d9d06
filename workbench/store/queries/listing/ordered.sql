-- The filtered deals, or those of one group, with what the list is sorted by: words or amounts; days count as amounts.
select
  f.id, f.number, f.created_date, f.expected_close_date, f.closed_date,
  case $sort
    when 'title' then f.title_folded
    when 'status' then f.status
    when 'currency' then f.currency
    {{given by_contact}} when 'contact' then n.name_folded when 'country' then n.country {{end}}
    {{given by_owner}} when 'owner' then lower(u.name) {{end}}
    {{given by_team}} when 'team' then lower(t.name) {{end}}
    {{given by_type}} when 'type' then lower(ty.name) {{end}}
    {{given by_origin}} when 'origin' then lower(g.name) {{end}}
  end as word,
  case $sort
    when 'number' then cast(f.number as decimal(18, 2))
    when 'net' then f.base_net
    when 'weighted' then f.base_weighted
    when 'created_date' then cast(f.created_date - date '1970-01-01' as decimal(18, 2))
    when 'expected_close_date' then cast(f.expected_close_date - date '1970-01-01' as decimal(18, 2))
    when 'closed_date' then cast(f.closed_date - date '1970-01-01' as decimal(18, 2))
    {{given by_percent}} when 'percent' then cast(p.percent as decimal(18, 2)) {{end}}
    {{given by_stage}} when 'stage' then cast(s.position as decimal(18, 2)) {{end}}
    {{given by_workflow}} when 'workflow' then cast(w.position as decimal(18, 2)) {{end}}
  end as amount,
  case $then
    when 'title' then f.title_folded
    when 'status' then f.status
    when 'currency' then f.currency
    {{given by_contact}} when 'contact' then n.name_folded when 'country' then n.country {{end}}
    {{given by_owner}} when 'owner' then lower(u.name) {{end}}
    {{given by_team}} when 'team' then lower(t.name) {{end}}
    {{given by_type}} when 'type' then lower(ty.name) {{end}}
    {{given by_origin}} when 'origin' then lower(g.name) {{end}}
  end as then_word,
  case $then
    when 'number' then cast(f.number as decimal(18, 2))
    when 'net' then f.base_net
    when 'weighted' then f.base_weighted
    when 'created_date' then cast(f.created_date - date '1970-01-01' as decimal(18, 2))
    when 'expected_close_date' then cast(f.expected_close_date - date '1970-01-01' as decimal(18, 2))
    when 'closed_date' then cast(f.closed_date - date '1970-01-01' as decimal(18, 2))
    {{given by_percent}} when 'percent' then cast(p.percent as decimal(18, 2)) {{end}}
    {{given by_stage}} when 'stage' then cast(s.position as decimal(18, 2)) {{end}}
    {{given by_workflow}} when 'workflow' then cast(w.position as decimal(18, 2)) {{end}}
  end as then_amount
from (
  {{listing/keyed}}
) as f
{{given by_contact}} left join contact as n on n.id = f.contact_id {{end}}
{{given by_owner}} left join user_account as u on u.id = f.owner_id {{end}}
{{given by_team}} left join team as t on t.id = f.team_id {{end}}
{{given by_type}} left join opportunity_type as ty on ty.id = f.type_id {{end}}
{{given by_origin}} left join origin as g on g.id = f.origin_id {{end}}
{{given by_percent}} left join probability as p on p.id = f.probability_id {{end}}
{{given by_stage}} left join stage as s on s.id = f.stage_id {{end}}
{{given by_workflow}} left join workflow as w on w.id = f.workflow_id {{end}}
where true
  {{given one_group}}
    and f.group_key is not distinct from $group_key and f.group_word is not distinct from $group_word
    and f.group_month is not distinct from $group_month
  {{end}}
