-- How many deals a company has.
select count(*) as deals from opportunity where company_id = $company_id
