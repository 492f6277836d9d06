-- What was done with the rows of settings, latest first: the state that each unit of work gave them.
select h.unit_id, h.recorded_at, u.user_login, u.origin, u.kind, u.why, h.entity, h.entity_id, h.state
from setting_history as h
left join unit_of_work as u on u.id = h.unit_id
where true
  {{given entity}} and h.entity = $entity {{end}}
order by h.recorded_at desc, h.unit_id desc, h.entity, h.entity_id
limit $limit
