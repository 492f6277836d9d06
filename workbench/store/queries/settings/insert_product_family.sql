-- Add a product family.
insert into product_family (
  id, code, name, list_price, retired
)
select
  cast($id as uuid), cast($code as varchar), cast($name as varchar), cast($list_price as decimal(18, 2)),
  cast($retired as boolean)
