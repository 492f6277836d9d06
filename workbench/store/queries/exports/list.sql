-- The list in the chosen order with names instead of keys: what the list shows, and what tells one deal from another.
with {{given past}} {{parts/then}}, {{end}} filtered as (
  {{opportunity/filtered}}
),
named as (
  select
    o.id, o.number, o.title, c.name as contact, u.name as owner, t.name as team, w.name as workflow, s.name as stage,
    p.percent as probability, o.status, o.currency, o.net, o.base_net, o.base_weighted as weighted, o.created_date,
    o.expected_close_date, o.closed_date, trim(o.tags, ',') as tags,
    case $sort
      when 'title' then o.title_folded
      when 'contact' then c.name_folded
      when 'owner' then lower(u.name)
      when 'team' then lower(t.name)
      when 'status' then o.status
    end as word,
    case $sort
      when 'number' then cast(o.number as decimal(18, 2))
      when 'net' then o.base_net
      when 'weighted' then o.base_weighted
      when 'percent' then cast(p.percent as decimal(18, 2))
      when 'stage' then cast(s.position as decimal(18, 2))
      when 'workflow' then cast(w.position as decimal(18, 2))
      when 'created_date' then cast(date_diff('day', date '1970-01-01', o.created_date) as decimal(18, 2))
      when 'expected_close_date' then cast(date_diff('day', date '1970-01-01', o.expected_close_date) as decimal(18, 2))
      when 'closed_date' then cast(date_diff('day', date '1970-01-01', o.closed_date) as decimal(18, 2))
    end as amount
  from filtered as f
  join opportunity as o on o.id = f.id
  left join contact as c on c.id = o.contact_id
  left join user_account as u on u.id = o.owner_id
  left join team as t on t.id = o.team_id
  left join probability as p on p.id = o.probability_id
  left join workflow as w on w.id = o.workflow_id
  left join stage as s on s.id = o.stage_id
)
select
  n.number, n.title, n.contact, n.owner, n.team, n.workflow, n.stage, n.probability, n.status, n.currency, n.net,
  n.base_net, n.weighted, n.created_date, n.expected_close_date, n.closed_date, n.tags
from named as n
order by
  {{given rising}} n.word nulls last, n.amount nulls last, {{end}}
  {{given falling}} n.word desc nulls last, n.amount desc nulls last, {{end}}
  n.number, n.id
