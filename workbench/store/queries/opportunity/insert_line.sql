-- Add a line to a deal, unless it is there already, archived.
insert into line (
  id, opportunity_id, position, family_id, article, description, quantity, unit_price, gross, discount, net,
  expected_revenue, expected_order_date, expected_delivery_date, expected_invoice_date, closed_date, note,
  archived
)
select
  cast($id as uuid), cast($opportunity_id as uuid), cast($position as integer), cast($family_id as uuid),
  cast($article as varchar), cast($description as varchar), cast($quantity as decimal(18, 4)),
  cast($unit_price as decimal(18, 4)), cast($gross as decimal(18, 2)), cast($discount as decimal(18, 2)),
  cast($net as decimal(18, 2)), cast($expected_revenue as decimal(18, 2)),
  cast($expected_order_date as date), cast($expected_delivery_date as date),
  cast($expected_invoice_date as date), cast($closed_date as date), cast($note as varchar),
  cast($archived as boolean)
where not exists (select 1 from line where id = $id)
