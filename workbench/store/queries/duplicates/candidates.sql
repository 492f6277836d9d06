-- Contacts that may be the same as a draft: by VAT number, mail, mail domain, phone, or a word or the beginning of the name.
with judged as (
  select
    c.id, c.kind, c.name, c.name_folded, c.vat_number, c.country, c.email, c.other_emails, c.phone, c.other_phones,
    c.city, c.postcode, c.parent_id, c.lead_since, c.customer_since,
    case when regexp_replace(upper(c.vat_number), '[^A-Z0-9]', '', 'g') in ({{each vats}}) then 1 else 0 end as same_vat,
    case when lower(c.email) in ({{each emails}}) or list_has_any(string_split(replace(lower(c.other_emails), ' ', ''), ','), $emails)
      then 1 else 0 end as same_email,
    case when split_part(lower(c.email), '@', 2) in ({{each domains}}) then 1 else 0 end as same_domain,
    case when right(regexp_replace(c.phone, '[^0-9]', '', 'g'), 8) in ({{each phones}})
      or list_has_any(list_transform(string_split(c.other_phones, ','), lambda p: right(regexp_replace(p, '[^0-9]', '', 'g'), 8)), $phones)
      then 1 else 0 end as same_phone,
    case when list_has_any(string_split(c.name_folded, ' '), $words) or starts_with(c.name_folded, $beginning)
      then 1 else 0 end as same_word
  from contact as c
  where not c.archived and c.id is distinct from $self
)
select
  j.id, j.kind, j.name, j.vat_number, j.country, j.email, j.other_emails, j.phone, j.other_phones, j.city, j.postcode,
  j.parent_id, j.lead_since, j.customer_since
from judged as j
where j.same_vat + j.same_email + j.same_domain + j.same_phone + j.same_word > 0
order by
  j.same_vat + j.same_email + j.same_phone desc, jaro_winkler_similarity(j.name_folded, $name) desc, j.id
limit $limit
