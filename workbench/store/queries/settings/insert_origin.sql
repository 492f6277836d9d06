-- Add an origin of deals and contacts.
insert into origin (
  id, code, name, retired
)
select
  cast($id as uuid), cast($code as varchar), cast($name as varchar), cast($retired as boolean)
