-- The weighted amount is kept with the deal: joining the probability table to a million rows takes longer than summing.
alter table opportunity add column base_weighted decimal(18, 2);
update opportunity set base_weighted = (
  select cast(round(cast(opportunity.base_expected as decimal(38, 2)) * p.percent * 0.01, 2) as decimal(18, 2))
  from probability as p
  where p.id = opportunity.probability_id
);
