-- Add a user.
insert into user_account (
  id, login, name, role, team_id, sees, changes, active
)
select
  cast($id as uuid), cast($login as varchar), cast($name as varchar), cast($role as varchar),
  cast($team_id as uuid), cast($sees as varchar), cast($changes as varchar), cast($active as boolean)
