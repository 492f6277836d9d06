-- Violated where one of some contacts was merged into another one.
select 1
from contact as c
where c.id in ({{each ids}}) and c.merged_into is not null
