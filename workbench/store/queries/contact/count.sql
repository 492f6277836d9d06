-- How many contacts meet the conditions.
with filtered as (
  {{contact/filtered}}
)
select count(*) as total
from filtered
