-- Everything that points to a contact: what it is, its version, where it points, whose it is.
select 'contact' as entity, t.id, t.version, t.parent_id as contact_id, cast(null as uuid) as person_id, t.name, cast(null as uuid) as owner_id,
  cast(null as uuid) as team_id, t.archived
from contact as t
where t.parent_id = $contact
union all
select 'opportunity' as entity, t.id, t.version, t.contact_id, t.person_id, t.title as name, t.owner_id as owner_id, t.team_id as team_id, t.archived
from opportunity as t
where t.contact_id = $contact or t.person_id = $contact
union all
select 'activity' as entity, t.id, t.version, t.contact_id, t.person_id, t.subject as name, cast(null as uuid) as owner_id, cast(null as uuid) as team_id, t.archived
from activity as t
where t.contact_id = $contact or t.person_id = $contact
union all
select 'interaction' as entity, t.id, t.version, t.contact_id, t.person_id, t.subject as name, cast(null as uuid) as owner_id, cast(null as uuid) as team_id, t.archived
from interaction as t
where t.contact_id = $contact or t.person_id = $contact
union all
select 'offer' as entity, t.id, t.version, t.contact_id, t.person_id, cast(t.number as varchar) as name, t.owner_id as owner_id, t.team_id as team_id, t.archived
from offer as t
where t.contact_id = $contact or t.person_id = $contact
union all
select 'sales_order' as entity, t.id, t.version, t.contact_id, t.person_id, cast(t.number as varchar) as name, t.owner_id as owner_id, t.team_id as team_id, t.archived
from sales_order as t
where t.contact_id = $contact or t.person_id = $contact
union all
select 'invoice' as entity, t.id, t.version, t.contact_id, t.person_id, cast(t.number as varchar) as name, t.owner_id as owner_id, t.team_id as team_id, t.archived
from invoice as t
where t.contact_id = $contact or t.person_id = $contact
