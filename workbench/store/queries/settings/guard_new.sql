-- Violated where the store already has a company.
select 1 from company
