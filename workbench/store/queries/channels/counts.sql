-- How many deliveries of each channel wait, are done, or were given up.
select
  channel_id,
  count(case when state = 'waiting' then 1 end) as waiting,
  count(case when state = 'delivered' then 1 end) as delivered,
  count(case when state = 'dead' then 1 end) as dead
from delivery
group by channel_id
order by channel_id
