-- Which interactions a done activity became.
select i.id
from interaction as i
where i.activity_id = $activity_id and not i.archived
order by i.id
