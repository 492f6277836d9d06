-- Write a line of a deal; a line never goes to another deal.
update line set
  position = cast($position as integer),
  family_id = cast($family_id as uuid),
  article = cast($article as varchar),
  description = cast($description as varchar),
  quantity = cast($quantity as decimal(18, 4)),
  unit_price = cast($unit_price as decimal(18, 4)),
  gross = cast($gross as decimal(18, 2)),
  discount = cast($discount as decimal(18, 2)),
  net = cast($net as decimal(18, 2)),
  expected_revenue = cast($expected_revenue as decimal(18, 2)),
  expected_order_date = cast($expected_order_date as date),
  expected_delivery_date = cast($expected_delivery_date as date),
  expected_invoice_date = cast($expected_invoice_date as date),
  closed_date = cast($closed_date as date),
  note = cast($note as varchar),
  archived = cast($archived as boolean)
where id = $id and opportunity_id = $opportunity_id
