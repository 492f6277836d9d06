-- All contacts that are not archived, with what they are compared by.
select
  c.id, c.kind, c.name, c.vat_number, c.country, c.email, c.other_emails, c.phone, c.other_phones, c.city, c.postcode,
  c.parent_id, c.lead_since, c.customer_since
from contact as c
where not c.archived
order by c.name_folded, c.id
