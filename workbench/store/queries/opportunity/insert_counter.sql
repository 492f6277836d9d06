-- Start a counter.
insert into counter (name, value) select $name, cast($value as bigint)
