-- How many deals have no exchange rate, by currency.
with filtered as (
  {{opportunity/filtered}}
)
select f.currency, count(*) as count
from filtered as f
where f.base_net is null and ($workflow is null or f.workflow_id = cast($workflow as uuid))
group by f.currency
order by f.currency
