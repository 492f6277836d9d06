-- Those of some contacts that exist and were not merged.
select c.id
from contact as c
where c.id in ({{each ids}}) and c.merged_into is null
order by c.id
