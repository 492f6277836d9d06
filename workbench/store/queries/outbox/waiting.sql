-- Since when each active channel has something to deliver.
select d.channel_id, min(d.next_at) as next_at
from delivery as d
join channel as c on c.id = d.channel_id
where d.state = 'waiting' and c.active and not c.retired
group by d.channel_id
order by d.channel_id
