-- Add a setting of the store.
insert into setting (
  name, value
)
select
  cast($name as varchar), cast($value as varchar)
