-- Every delivery is of an event and for a channel, every event names its unit of work, every run its schedule.
select 'delivery' as table_name, cast(d.event_id as varchar) as record, 'event_id' as column_name
from delivery as d
left join outbox as e on e.id = d.event_id
where e.id is null
union all
select 'delivery' as table_name, cast(d.event_id as varchar) as record, 'channel_id' as column_name
from delivery as d
left join channel as c on c.id = d.channel_id
where c.id is null
union all
select 'outbox' as table_name, cast(e.id as varchar) as record, 'unit_id' as column_name
from outbox as e
left join unit_of_work as u on u.id = e.unit_id
where u.id is null
union all
select 'schedule_run' as table_name, cast(r.schedule_id as varchar) as record, 'schedule_id' as column_name
from schedule_run as r
left join schedule as s on s.id = r.schedule_id
where s.id is null
