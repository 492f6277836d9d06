-- The filtered deals with what the list is sorted by where that stands in another table.
select
  f.id, f.number,
  case $sort
    when 'contact' then c.name_folded
    when 'owner' then lower(u.name)
    when 'team' then lower(t.name)
  end as word,
  cast(
    case $sort
      when 'percent' then p.percent
      when 'stage' then s.position
      when 'workflow' then w.position
    end as decimal(18, 2)
  ) as amount
from (
  {{opportunity/filtered}}
) as f
left join contact as c on c.id = f.contact_id and $sort = 'contact'
left join user_account as u on u.id = f.owner_id and $sort = 'owner'
left join team as t on t.id = f.team_id and $sort = 'team'
left join probability as p on p.id = f.probability_id and $sort = 'percent'
left join stage as s on s.id = f.stage_id and $sort = 'stage'
left join workflow as w on w.id = f.workflow_id and $sort = 'workflow'
