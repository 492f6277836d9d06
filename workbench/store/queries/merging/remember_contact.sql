-- Append the present version of some contacts to their history.
insert into contact_history (
  unit_id, recorded_at, effective_at,
  id, version, kind, parent_id, name, vat_number, quality, origin_id, sector, category, address, city,
  postcode, region, country, latitude, longitude, phone, email, agent_id, lead_since, customer_since,
  external_source, external_id, archived, other_phones, other_emails, website, competitors, campaigns, notes,
  mail_consent, phone_consent, lead_status, lead_reason, merged_into
)
select
  cast($unit_id as uuid), cast($recorded_at as timestamp), cast($effective_at as timestamp),
  id, version, kind, parent_id, name, vat_number, quality, origin_id, sector, category, address, city,
  postcode, region, country, latitude, longitude, phone, email, agent_id, lead_since, customer_since,
  external_source, external_id, archived, other_phones, other_emails, website, competitors, campaigns, notes,
  mail_consent, phone_consent, lead_status, lead_reason, merged_into
from contact
where id in ({{each ids}})
