-- The probability table has exactly one WON and one LOST row in use, and percentages between 0 and 100.
select k.outcome, count(p.id) as rows_in_use, min(p.percent) as lowest, max(p.percent) as highest
from (select 'won' as outcome union all select 'lost' as outcome) as k
left join probability as p on p.outcome = k.outcome and not p.retired
group by k.outcome
having count(p.id) <> 1
union all
select outcome, 1 as rows_in_use, percent as lowest, percent as highest
from probability
where percent < 0 or percent > 100 or outcome not in ('open', 'won', 'lost')
