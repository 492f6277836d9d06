-- What is planned, by the part of the agenda it stands in: 0 overdue, 1 today, 2 tomorrow, 3 this week, 4 later, 5 without a date.
with seen as (
  {{activity/seen}}
)
select
  s.id, s.due_date, s.due_at,
  case
    when s.due_date is null then 5
    when s.due_date < $today then 0
    when s.due_date = $today then 1
    when s.due_date = $tomorrow then 2
    when s.due_date <= $week_end then 3
    else 4
  end as part
from seen as s
where s.state = 'planned'
  {{given assignees}} and s.assignee_id in ({{each assignees}}) {{end}}
  {{given until}} and s.due_date <= $until {{end}}
