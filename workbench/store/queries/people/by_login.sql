-- The user with this login.
select id, login, name, role, team_id, sees, changes, active
from user_account
where login = $login
