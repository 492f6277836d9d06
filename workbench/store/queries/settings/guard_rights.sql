-- Violated where a person's rights are no longer those that a unit of work was decided with.
select 1
where not exists (
  select 1 from user_account as u
  where u.id = $id and u.active and u.role = $role and u.sees = $sees and u.changes = $changes
    and u.team_id is not distinct from $team_id
)
