-- All states of the rows that a unit of work wrote, oldest first.
select h.unit_id, h.recorded_at, h.entity, h.entity_id, h.state
from setting_history as h
where (h.entity, h.entity_id) in (select w.entity, w.entity_id from setting_history as w where w.unit_id = $unit)
order by h.recorded_at, h.unit_id
