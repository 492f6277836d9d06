-- Add a channel.
insert into channel (
  id, code, kind, address, topics, active, retired
)
select
  cast($id as uuid), cast($code as varchar), cast($kind as varchar), cast($address as varchar),
  cast($topics as varchar), cast($active as boolean), cast($retired as boolean)
