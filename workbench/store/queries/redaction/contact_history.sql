-- Take what tells of a person out of all versions of a contact.
update contact_history set
  name = cast($marker as varchar),
  vat_number = null,
  address = null,
  postcode = null,
  phone = null,
  email = null,
  other_phones = null,
  other_emails = null,
  website = null,
  notes = null,
  lead_reason = null,
  external_source = null,
  external_id = null,
  latitude = null,
  longitude = null
where id in ({{each ids}})
