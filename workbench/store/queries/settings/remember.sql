-- Append the state of a row of settings to their history.
insert into setting_history (unit_id, recorded_at, effective_at, entity, entity_id, state)
select
  cast($unit_id as uuid), cast($recorded_at as timestamp), cast($effective_at as timestamp), cast($entity as varchar),
  cast($entity_id as varchar), cast($state as varchar)
