-- Point some contacts to another one as what they belong to, each as its next version.
update contact set
  version = version + 1,
  parent_id = cast($contact_id as uuid)
where id in ({{each ids}})
