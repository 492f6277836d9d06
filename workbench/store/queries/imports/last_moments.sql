-- The last moment that the history of each deal of a source tells of.
select h.id, max(h.effective_at) as effective_at
from opportunity_history as h
join opportunity as o on o.id = h.id
where o.external_source = $source
group by h.id
