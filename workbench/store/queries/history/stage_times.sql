-- How long the filtered deals stayed in each stage, from all their history: a stage that was entered twice counts twice.
with {{given past}} {{parts/then}}, {{end}} filtered as (
  {{opportunity/filtered}}
),
states as (
  select h.id, h.effective_at, max_by(h.stage_id, h.version) as stage_id
  from opportunity_history as h
  join filtered as f on f.id = h.id
  where true
    {{given known}} and h.recorded_at < $known {{end}}
    {{given was}} and h.effective_at < $was {{end}}
  group by h.id, h.effective_at
),
steps as (
  select
    s.id, s.stage_id, s.effective_at,
    lag(s.stage_id) over (partition by s.id order by s.effective_at) as stage_before
  from states as s
),
stays as (
  select
    s.stage_id, s.effective_at as begun,
    lead(s.effective_at) over (partition by s.id order by s.effective_at) as ended
  from steps as s
  where s.stage_before is distinct from s.stage_id
),
measured as (
  select t.stage_id, (epoch_us(t.ended) - epoch_us(t.begun)) / 86400000000.0 as days
  from stays as t
)
select
  m.stage_id, count(m.days) as visits, count(*) - count(m.days) as present,
  quantile_cont(m.days, 0.5) as median_days, quantile_cont(m.days, 0.9) as p90_days, avg(m.days) as mean_days
from measured as m
group by m.stage_id
order by m.stage_id
