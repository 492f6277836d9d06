-- Violated where nobody but this user is an active administrator.
select 1
where not exists (select 1 from user_account as u where u.role = 'administrator' and u.active and u.id <> $id)
