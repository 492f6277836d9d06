-- Violated where the deal is gone or no longer at the version that was seen.
select 1 where not exists (select 1 from opportunity where id = $id and version = $seen)
