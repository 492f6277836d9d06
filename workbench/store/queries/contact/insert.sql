-- Add a contact.
insert into contact (
  id, version, kind, parent_id, name, name_folded, vat_number, quality, origin_id, sector, category, address, city,
  city_folded, postcode, region, country, latitude, longitude, phone, email, agent_id, lead_since, customer_since,
  external_source, external_id, archived, other_phones, other_emails, website, competitors, campaigns, notes,
  mail_consent, phone_consent, lead_status, lead_reason, merged_into
)
select
  cast($id as uuid), cast($version as integer), cast($kind as varchar), cast($parent_id as uuid),
  cast($name as varchar), lower(strip_accents(cast($name as varchar))),
  cast($vat_number as varchar), cast($quality as integer), cast($origin_id as uuid),
  cast($sector as varchar), cast($category as varchar), cast($address as varchar), cast($city as varchar),
  lower(strip_accents(cast($city as varchar))), cast($postcode as varchar), cast($region as varchar),
  cast($country as varchar),
  cast($latitude as decimal(9, 6)), cast($longitude as decimal(9, 6)), cast($phone as varchar),
  cast($email as varchar), cast($agent_id as uuid), cast($lead_since as date), cast($customer_since as date),
  cast($external_source as varchar), cast($external_id as varchar), cast($archived as boolean),
  cast($other_phones as varchar), cast($other_emails as varchar), cast($website as varchar), cast($competitors as varchar),
  cast($campaigns as varchar), cast($notes as varchar), cast($mail_consent as boolean), cast($phone_consent as boolean),
  cast($lead_status as varchar), cast($lead_reason as varchar), cast($merged_into as uuid)
