-- The versions of a deal and of a contact run from 1 without a gap, each once.
select 'opportunity' as entity, id as record, min(version) as first_version, max(version) as last_version, count(*) as versions
from opportunity_history
group by id
having min(version) <> 1 or max(version) <> count(*) or count(distinct version) <> count(*)
union all
select 'contact' as entity, id as record, min(version) as first_version, max(version) as last_version, count(*) as versions
from contact_history
group by id
having min(version) <> 1 or max(version) <> count(*) or count(distinct version) <> count(*)
