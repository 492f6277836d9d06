-- Take a person's data out of all versions of the activities with them.
update activity_history set
  subject = regexp_replace(subject, $pattern, $marker, 'gi'),
  outcome = regexp_replace(outcome, $pattern, $marker, 'gi'),
  notes = regexp_replace(notes, $pattern, $marker, 'gi')
where id in (
  select h.id from activity_history as h
  where h.contact_id in ({{each ids}}) or h.person_id in ({{each ids}}) or h.opportunity_id in (
    select o.id from opportunity as o where o.contact_id in ({{each ids}}) or o.person_id in ({{each ids}})
    union all
    select h.id from opportunity_history as h where h.contact_id in ({{each ids}}) or h.person_id in ({{each ids}})
  )
)
