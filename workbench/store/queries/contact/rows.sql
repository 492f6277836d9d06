-- Some contacts as a list shows them; the name of what they belong to is read apart, which is faster than a join.
select
  c.id, c.version, c.kind, c.name, c.city, c.country, c.region, c.sector, c.quality, c.email, c.phone, c.agent_id,
  c.lead_since, c.customer_since, c.lead_status, c.archived, c.merged_into, c.parent_id
from contact as c
where c.id in ({{each ids}})
