-- Violated where the contact is gone or no longer at the version that was seen.
select 1 where not exists (select 1 from contact where id = $id and version = $seen)
