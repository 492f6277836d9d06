-- The versions of some contacts that units of work wrote, and the versions before them.
select
  h.unit_id, h.recorded_at, h.effective_at, h.id, h.version, h.kind, h.parent_id, h.name, h.vat_number, h.quality,
  h.origin_id, h.sector, h.category, h.address, h.city, h.postcode, h.region, h.country, h.latitude, h.longitude,
  h.phone, h.email, h.agent_id, h.lead_since, h.customer_since, h.external_source, h.external_id, h.archived,
  h.other_phones, h.other_emails, h.website, h.competitors, h.campaigns, h.notes, h.mail_consent, h.phone_consent,
  h.lead_status, h.lead_reason, h.merged_into
from contact_history as h
join change as c on c.entity_id = h.id and h.version between c.version - 1 and c.version
where c.entity = 'contact' and c.unit_id in ({{each units}}) and c.entity_id in ({{each ids}})
order by h.id, h.version
