-- Take a person's data out of the lines of their deals.
update line set
  article = regexp_replace(article, $pattern, $marker, 'gi'),
  description = regexp_replace(description, $pattern, $marker, 'gi'),
  note = regexp_replace(note, $pattern, $marker, 'gi')
where opportunity_id in (
  select o.id from opportunity as o where o.contact_id in ({{each ids}}) or o.person_id in ({{each ids}})
  union all
  select h.id from opportunity_history as h where h.contact_id in ({{each ids}}) or h.person_id in ({{each ids}})
)
