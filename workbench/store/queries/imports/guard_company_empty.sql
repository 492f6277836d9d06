-- Violated where the company has deals, so that its currency cannot change.
select 1 where exists (select 1 from opportunity where company_id = $company_id)
