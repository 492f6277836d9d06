-- Some contacts as a list shows them.
select
  c.id, c.version, c.kind, c.name, c.city, c.country, c.region, c.sector, c.quality, c.email, c.phone, c.agent_id,
  c.lead_since, c.customer_since, c.lead_status, c.archived, c.merged_into, p.name as parent
from contact as c
left join contact as p on p.id = c.parent_id
where c.id in ({{each ids}})
