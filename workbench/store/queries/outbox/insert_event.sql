-- Put an event into the outbox.
insert into outbox (id, unit_id, recorded_at, topic, entity, entity_id, version, payload)
select
  cast($id as uuid), cast($unit_id as uuid), cast($recorded_at as timestamp), cast($topic as varchar),
  cast($entity as varchar), cast($entity_id as uuid), cast($version as integer), cast($payload as varchar)
