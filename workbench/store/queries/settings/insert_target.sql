-- Add a target.
insert into target (
  id, owner_id, team_id, period, amount, retired
)
select
  cast($id as uuid),
  cast($owner_id as uuid),
  cast($team_id as uuid),
  cast($period as varchar),
  cast($amount as decimal(18, 2)),
  cast($retired as boolean)
