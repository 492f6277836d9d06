-- Units of work that wrote something the user sees, latest first, after one that was shown.
with seen as (
  {{audit/visible}}
),
told as (
  select s.unit_id, max(s.recorded_at) as recorded_at, count(*) as records
  from seen as s
  group by s.unit_id
)
select u.id, u.recorded_at, u.user_login, u.origin, u.kind, u.why, t.records
from told as t
join unit_of_work as u on u.id = t.unit_id
where true
  {{given login}} and u.user_login = $login {{end}}
  {{given words}} and u.id in (
    select s.unit_id from seen as s
    where s.entity_id in (
      {{opportunity/found}}
    )
  ) {{end}}
  {{given before_at}} and (u.recorded_at < $before_at or (u.recorded_at = $before_at and u.id < $before_id)) {{end}}
order by u.recorded_at desc, u.id desc
limit $limit
