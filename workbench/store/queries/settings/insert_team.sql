-- Add a team.
insert into team (
  id, code, name, retired
)
select
  cast($id as uuid), cast($code as varchar), cast($name as varchar), cast($retired as boolean)
