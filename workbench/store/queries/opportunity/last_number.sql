-- The highest number given so far, from the counter and from the deals themselves.
select greatest(
  coalesce((select max(number) from opportunity), 0),
  coalesce((select max(value) from counter where name = 'opportunity'), 0)
) as last_number
