-- The lines of the deals that the filters let through, each with what tells its deal.
with {{given past}} {{parts/then}}, {{end}} filtered as (
  {{opportunity/filtered}}
)
select
  cast(o.id as varchar) as id, o.number, o.title, c.name as contact, u.login as owner, w.name as workflow,
  s.name as stage, b.percent as probability, o.status, r.name as closing_reason, o.currency, o.created_date,
  o.expected_close_date, o.closed_date, n.position, p.name as product, n.article, n.description as line_description,
  n.quantity, n.unit_price, n.gross as line_gross, n.discount as line_discount, n.net as line_net,
  n.expected_revenue as line_expected_revenue, n.expected_order_date as line_expected_order_date,
  n.expected_delivery_date as line_expected_delivery_date, n.expected_invoice_date as line_expected_invoice_date,
  n.closed_date as line_closed_date, n.note as line_note
from filtered as f
join opportunity as o on o.id = f.id
join line as n on n.opportunity_id = o.id and not n.archived
left join probability as b on b.id = o.probability_id
left join product_family as p on p.id = n.family_id
left join contact as c on c.id = o.contact_id
left join user_account as u on u.id = o.owner_id
left join workflow as w on w.id = o.workflow_id
left join stage as s on s.id = o.stage_id
left join closing_reason as r on r.id = o.reason_id
order by o.number, o.id, n.position, n.id
