-- Change a user.
update user_account set
  login = cast($login as varchar),
  name = cast($name as varchar),
  role = cast($role as varchar),
  team_id = cast($team_id as uuid),
  sees = cast($sees as varchar),
  changes = cast($changes as varchar),
  active = cast($active as boolean)
where id = $id
