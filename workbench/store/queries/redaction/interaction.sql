-- Take a person's data out of the interactions with them.
update interaction set
  subject = regexp_replace(subject, $pattern, $marker, 'gi'),
  body = regexp_replace(body, $pattern, $marker, 'gi'),
  outcome = regexp_replace(outcome, $pattern, $marker, 'gi'),
  said_folded = lower(strip_accents(regexp_replace(concat_ws(' ', subject, body, outcome), $pattern, $marker, 'gi')))
where (
  contact_id in ({{each ids}}) or person_id in ({{each ids}}) or opportunity_id in (
  select o.id from opportunity as o where o.contact_id in ({{each ids}}) or o.person_id in ({{each ids}})
  union all
  select h.id from opportunity_history as h where h.contact_id in ({{each ids}}) or h.person_id in ({{each ids}})
)
)
