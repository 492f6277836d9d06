-- All rows of the table user_account.
select id, login, name, role, team_id, sees, changes, active
from user_account
order by name, login
