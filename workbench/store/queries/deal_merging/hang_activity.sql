-- Hang some activities on a deal, each as its next version.
update activity set
  version = version + 1,
  opportunity_id = cast($deal as uuid)
where id in ({{each ids}})
