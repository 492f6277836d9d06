-- Weigh the deals of a probability anew, after its percentage changed.
update opportunity set
  base_weighted = (
    select round(cast(opportunity.base_expected as decimal(38, 2)) * p.percent * 0.01, 2)
    from probability as p
    where p.id = opportunity.probability_id
  )
where probability_id = $id
