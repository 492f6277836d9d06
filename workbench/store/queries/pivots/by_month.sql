-- Count and sums of the filtered deals by month of one of their days, and by stage, owner, team or outcome.
with {{given past}} {{parts/then}}, {{end}} filtered as (
  {{opportunity/filtered}}
),
placed as (
  select
    case $day
      when 'created' then f.created_date
      when 'expected_close' then f.expected_close_date
      when 'closed' then f.closed_date
    end as day,
    case $by
      when 'stage' then f.stage_id
      when 'owner' then f.owner_id
      when 'team' then f.team_id
      when 'probability' then f.probability_id
    end as key,
    f.base_net,
    f.base_weighted
  from filtered as f
),
summed as (
  select
    cast(date_trunc('month', p.day) as date) as month, p.key, count(*) as count, coalesce(sum(p.base_net), 0) as net,
    coalesce(sum(p.base_weighted), 0) as weighted, count(*) - count(p.base_net) as unconverted
  from placed as p
  group by month, p.key
)
select
  s.month, w.name as workflow, coalesce(g.name, u.name, t.name, b.name) as group_name, s.count, s.net, s.weighted,
  s.unconverted
from summed as s
left join stage as g on g.id = s.key
left join workflow as w on w.id = g.workflow_id
left join user_account as u on u.id = s.key
left join team as t on t.id = s.key
left join probability as b on b.id = s.key
order by s.month nulls last, w.position, g.position, b.position, group_name
