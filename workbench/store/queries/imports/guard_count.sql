-- Violated where the deals of a source are no longer as many as were seen: another import ran meanwhile.
select 1 where (select count(*) from opportunity where external_source = $source) <> $seen
