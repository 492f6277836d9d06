-- Add a company.
insert into company (
  id, code, name, currency
)
select
  cast($id as uuid), cast($code as varchar), cast($name as varchar), cast($currency as varchar)
