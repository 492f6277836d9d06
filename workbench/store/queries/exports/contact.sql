-- The contacts of the deals that the filters let through; all of them for who sees all deals and set no condition.
with {{given past}} {{parts/then}}, {{end}} filtered as (
  {{opportunity/filtered}}
)
select
  c.name as contact, c.kind, m.name as belongs_to, c.vat_number, c.quality as contact_quality, g.name as origin,
  c.sector, c.category, c.address, c.postcode, c.city, c.region, c.country, c.latitude, c.longitude, c.phone, c.email,
  c.other_phones, c.other_emails, c.website, c.competitors, c.campaigns, c.lead_status, c.lead_reason, c.mail_consent,
  c.phone_consent, c.notes,
  a.login as agent, c.lead_since, c.customer_since, c.external_source as imported_from, c.external_id as imported_id,
  cast(c.id as varchar) as contact_id
from contact as c
left join contact as m on m.id = c.parent_id
left join origin as g on g.id = c.origin_id
left join user_account as a on a.id = c.agent_id
where not c.archived and ($everyone or c.id in (select f.contact_id from filtered as f))
order by c.name_folded, c.id
