-- A contact's row is the last version of its history.
with latest as (
  select id, max(version) as version
  from contact_history
  group by id
)
select p.name as contact, p.version, v.version as last_version_in_history
from contact as p
left join latest as v on v.id = p.id
left join contact_history as l on l.id = v.id and l.version = v.version
where l.id is null
  or p.version is distinct from l.version
  or p.kind is distinct from l.kind
  or p.parent_id is distinct from l.parent_id
  or p.name is distinct from l.name
  or p.vat_number is distinct from l.vat_number
  or p.quality is distinct from l.quality
  or p.origin_id is distinct from l.origin_id
  or p.sector is distinct from l.sector
  or p.category is distinct from l.category
  or p.address is distinct from l.address
  or p.city is distinct from l.city
  or p.postcode is distinct from l.postcode
  or p.region is distinct from l.region
  or p.country is distinct from l.country
  or p.latitude is distinct from l.latitude
  or p.longitude is distinct from l.longitude
  or p.phone is distinct from l.phone
  or p.email is distinct from l.email
  or p.agent_id is distinct from l.agent_id
  or p.lead_since is distinct from l.lead_since
  or p.customer_since is distinct from l.customer_since
  or p.external_source is distinct from l.external_source
  or p.external_id is distinct from l.external_id
  or p.archived is distinct from l.archived
  or p.other_phones is distinct from l.other_phones
  or p.other_emails is distinct from l.other_emails
  or p.website is distinct from l.website
  or p.competitors is distinct from l.competitors
  or p.campaigns is distinct from l.campaigns
  or p.notes is distinct from l.notes
  or p.mail_consent is distinct from l.mail_consent
  or p.phone_consent is distinct from l.phone_consent
  or p.lead_status is distinct from l.lead_status
  or p.lead_reason is distinct from l.lead_reason
  or p.merged_into is distinct from l.merged_into
