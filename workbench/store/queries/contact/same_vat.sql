-- Contacts whose VAT number is one of some spellings, letters and digits alone.
select c.id, c.name, c.vat_number, c.country
from contact as c
where not c.archived and c.vat_number is not null
  and regexp_replace(upper(c.vat_number), '[^A-Z0-9]', '', 'g') in ({{each spellings}})
order by c.name_folded, c.id
limit 20
