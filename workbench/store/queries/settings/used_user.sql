-- How many deals each user owns.
select o.owner_id as id, count(*) as count
from opportunity as o
group by o.owner_id
