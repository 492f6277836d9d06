-- Change a product family.
update product_family set
  code = cast($code as varchar),
  name = cast($name as varchar),
  list_price = cast($list_price as decimal(18, 2)),
  retired = cast($retired as boolean)
where id = $id
