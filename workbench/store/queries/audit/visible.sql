-- What was written of records that the user sees: deals in scope, their activities and interactions, and contacts.
select c.unit_id, c.recorded_at, c.entity, c.entity_id, c.version
from change as c
where c.entity in ('opportunity', 'contact', 'activity', 'interaction')
  {{given entity}} and c.entity = $entity {{end}}
  {{given record}} and c.entity_id = $record {{end}}
  {{given since}} and c.recorded_at >= $since {{end}}
  {{given until}} and c.recorded_at < $until {{end}}
  and ($scope = 'all' or c.entity = 'contact' or (
    c.entity = 'opportunity' and c.entity_id in (
      select o.id from opportunity as o
      where o.owner_id = $scope_user or ($scope = 'team' and o.team_id = $scope_team)
    )
  ) or (
    c.entity = 'activity' and c.entity_id in (
      select a.id from ({{activity/seen}}) as a
    )
  ) or (
    c.entity = 'interaction' and c.entity_id in (
      select i.id from ({{interaction/seen}}) as i
    )
  ))
