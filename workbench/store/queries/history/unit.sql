-- One unit of work: who, when, from where, what kind.
select id, recorded_at, user_login, origin, kind, why
from unit_of_work
where id = $id
