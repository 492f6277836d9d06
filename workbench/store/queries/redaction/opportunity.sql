-- Take a person's data out of the texts of their deals.
update opportunity set
  title = regexp_replace(title, $pattern, $marker, 'gi'),
  campaign = regexp_replace(campaign, $pattern, $marker, 'gi'),
  competitors = regexp_replace(competitors, $pattern, $marker, 'gi'),
  reason_note = regexp_replace(reason_note, $pattern, $marker, 'gi'),
  notes = regexp_replace(notes, $pattern, $marker, 'gi'),
  title_folded = lower(strip_accents(regexp_replace(title, $pattern, $marker, 'gi'))),
  notes_folded = lower(strip_accents(regexp_replace(notes, $pattern, $marker, 'gi')))
where id in (
  select o.id from opportunity as o where o.contact_id in ({{each ids}}) or o.person_id in ({{each ids}})
  union all
  select h.id from opportunity_history as h where h.contact_id in ({{each ids}}) or h.person_id in ({{each ids}})
)
