-- Add a row of the probability table.
insert into probability (
  id, position, code, name, percent, outcome, retired
)
select
  cast($id as uuid), cast($position as integer), cast($code as varchar), cast($name as varchar),
  cast($percent as decimal(5, 2)), cast($outcome as varchar), cast($retired as boolean)
