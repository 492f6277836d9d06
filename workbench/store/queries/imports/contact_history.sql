-- All versions of those contacts of one source that somebody changed by other means than an import.
with edited as (
  select distinct h.id
  from contact_history as h
  join unit_of_work as u on u.id = h.unit_id
  where h.external_source = $source and u.kind <> 'import'
)
select
  u.kind as unit_kind,
  h.id, h.version, h.kind, h.parent_id, h.name, h.vat_number, h.quality, h.origin_id, h.sector, h.category,
  h.address, h.city, h.postcode, h.region, h.country, h.latitude, h.longitude, h.phone, h.email, h.agent_id,
  h.lead_since, h.customer_since, h.external_source, h.external_id, h.archived,
  h.other_phones, h.other_emails, h.website, h.competitors, h.campaigns, h.notes,
  h.mail_consent, h.phone_consent, h.lead_status, h.lead_reason, h.merged_into
from contact_history as h
join edited as e on e.id = h.id
join unit_of_work as u on u.id = h.unit_id
order by h.id, h.version
