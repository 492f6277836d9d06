-- Violated where a user already has this login.
select 1 from user_account where login = $login
