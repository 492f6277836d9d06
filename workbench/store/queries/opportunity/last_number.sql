-- The highest number given so far in a company, from the counter and from the deals themselves.
select greatest(
  coalesce((select max(number) from opportunity where company_id = $company_id), 0),
  coalesce((select max(value) from counter where name = $counter), 0)
) as last_number
