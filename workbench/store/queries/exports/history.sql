-- Every version of the deals that the filters let through: when it came about, when it was learned, by whom.
with {{given past}} {{parts/then}}, {{end}} filtered as (
  {{opportunity/filtered}}
)
select
  h.number, h.version, h.effective_at, h.recorded_at, k.user_login as written_by, k.origin as written_from, k.kind,
  k.why, h.title, u.login as owner, t.name as team, w.name as workflow, s.name as stage, h.stage_since,
  p.percent as probability, h.status, r.name as closing_reason, h.currency, h.net, h.base_net, h.created_date,
  h.expected_close_date, h.closed_date, h.archived
from filtered as f
join opportunity_history as h on h.id = f.id
left join unit_of_work as k on k.id = h.unit_id
left join probability as p on p.id = h.probability_id
left join user_account as u on u.id = h.owner_id
left join team as t on t.id = h.team_id
left join workflow as w on w.id = h.workflow_id
left join stage as s on s.id = h.stage_id
left join closing_reason as r on r.id = h.reason_id
{{given known}} where h.recorded_at < $known {{end}}
order by h.number, h.id, h.version
