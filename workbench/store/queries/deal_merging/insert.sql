-- Note that a deal became part of another one.
insert into deal_merge (unit_id, keep_id, drop_id, undone)
select cast($unit_id as uuid), cast($keep_id as uuid), cast($drop_id as uuid), false
