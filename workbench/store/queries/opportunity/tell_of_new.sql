-- Tell other pages of new deals, which have these numbers.
insert into change (unit_id, recorded_at, entity, entity_id, version)
select cast($unit_id as uuid), cast($recorded_at as timestamp), 'opportunity', id, version
from opportunity
where number between $first and $last
