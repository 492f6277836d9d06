-- Change a target.
update target set
  owner_id = cast($owner_id as uuid),
  team_id = cast($team_id as uuid),
  period = cast($period as varchar),
  amount = cast($amount as decimal(18, 2)),
  retired = cast($retired as boolean)
where id = $id
