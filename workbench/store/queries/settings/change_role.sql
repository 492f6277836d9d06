-- Give a user another role and reach.
update user_account set
  role = cast($role as varchar), sees = cast($sees as varchar), changes = cast($changes as varchar)
where id = $id
