-- The cards of some deals, as far as the filters let them through.
with filtered as (
  {{opportunity/filtered}}
)
select
  o.id, o.version, o.number, o.title, c.name as contact, o.owner_id, o.entered_by, o.team_id,
  o.stage_id, o.probability_id, o.probability_by_hand, o.status, o.currency, o.net, o.base_net,
  o.created_date, o.expected_close_date, o.closed_date, o.stage_since, o.tags
from filtered as f
join opportunity as o on o.id = f.id
left join contact as c on c.id = o.contact_id
where list_contains($ids, f.id)
  {{given workflow}} and f.workflow_id = $workflow {{end}}
