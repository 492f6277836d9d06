-- Write what a move on a board changes; the guard has checked the version it replaces.
update opportunity set
  version = cast($version as integer),
  stage_id = cast($stage_id as uuid),
  stage_since = cast($stage_since as timestamp),
  probability_id = cast($probability_id as uuid),
  probability_by_hand = cast($probability_by_hand as boolean),
  status = cast($status as varchar),
  reason_id = cast($reason_id as uuid),
  reason_note = cast($reason_note as varchar),
  closed_date = cast($closed_date as date),
  base_weighted = (
    select cast(round(cast(base_expected as decimal(38, 2)) * p.percent * 0.01, 2) as decimal(18, 2))
    from probability as p
    where p.id = $probability_id
  )
where id = $id
