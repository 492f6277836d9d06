-- Add a closing reason.
insert into closing_reason (
  id, position, code, name, verdict, retired
)
select
  cast($id as uuid), cast($position as integer), cast($code as varchar), cast($name as varchar),
  cast($verdict as varchar), cast($retired as boolean)
