-- The contacts that came from one source, all columns.
select
  id, version, kind, parent_id, name, vat_number, quality, origin_id, sector, category, address, city,
  postcode, region, country, latitude, longitude, phone, email, agent_id, lead_since, customer_since,
  external_source, external_id, archived,
  other_phones, other_emails, website, competitors, campaigns, notes, mail_consent,
  phone_consent, lead_status, lead_reason, merged_into
from contact
where external_source = $source
order by name, id
