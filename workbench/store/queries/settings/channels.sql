-- All channels that were not removed; their secrets stand elsewhere.
select id, code, kind, address, topics, active
from channel
where not retired
order by code, id
