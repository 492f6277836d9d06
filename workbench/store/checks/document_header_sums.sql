-- The amounts of an offer, order or invoice with lines are the sums of its lines that are not archived.
with headers as (
  select 'offer' as document, id, number, gross, discount, net from offer
  union all
  select 'sales_order' as document, id, number, gross, discount, net from sales_order
  union all
  select kind as document, id, number, gross, discount, net from invoice
),
sums as (
  select offer_id as id, sum(gross) as gross, sum(discount) as discount, sum(net) as net
  from offer_line
  where not archived
  group by offer_id
  union all
  select order_id as id, sum(gross) as gross, sum(discount) as discount, sum(net) as net
  from order_line
  where not archived
  group by order_id
  union all
  select invoice_id as id, sum(gross) as gross, sum(discount) as discount, sum(net) as net
  from invoice_line
  where not archived
  group by invoice_id
)
select
  h.document, h.number, h.gross, s.gross as lines_gross, h.discount, s.discount as lines_discount, h.net,
  s.net as lines_net
from sums as s
join headers as h on h.id = s.id
where h.gross <> s.gross or h.discount <> s.discount or h.net <> s.net
