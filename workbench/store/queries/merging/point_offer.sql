-- Point some offers to a contact and a person, each as its next version.
update offer set
  version = version + 1,
  contact_id = cast($contact_id as uuid),
  person_id = cast($person_id as uuid)
where id in ({{each ids}})
