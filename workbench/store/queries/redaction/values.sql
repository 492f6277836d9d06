-- What all versions of some contacts told of the person.
select distinct h.name, h.vat_number, h.address, h.phone, h.email, h.other_phones, h.other_emails, h.website, h.notes, h.external_id
from contact_history as h
where h.id in ({{each ids}})
