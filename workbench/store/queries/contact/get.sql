-- One contact with all its columns.
select
  id, version, kind, parent_id, name, vat_number, quality, origin_id, sector, category, address, city,
  postcode, region, country, latitude, longitude, phone, email, agent_id, lead_since, customer_since,
  external_source, external_id, archived
from contact
where id = $id
