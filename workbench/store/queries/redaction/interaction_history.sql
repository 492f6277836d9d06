-- Take a person's data out of all versions of the interactions with them.
update interaction_history set
  subject = regexp_replace(subject, $pattern, $marker, 'gi'),
  body = regexp_replace(body, $pattern, $marker, 'gi'),
  outcome = regexp_replace(outcome, $pattern, $marker, 'gi')
where id in (
  select h.id from interaction_history as h
  where h.contact_id in ({{each ids}}) or h.person_id in ({{each ids}}) or h.opportunity_id in (
    select o.id from opportunity as o where o.contact_id in ({{each ids}}) or o.person_id in ({{each ids}})
    union all
    select h.id from opportunity_history as h where h.contact_id in ({{each ids}}) or h.person_id in ({{each ids}})
  )
)
