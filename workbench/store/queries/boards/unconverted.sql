-- How many deals have no exchange rate, by currency.
with {{given past}} {{parts/then}}, {{end}} filtered as (
  {{opportunity/filtered}}
)
select f.currency, count(*) as count
from filtered as f
where f.base_net is null
  {{given workflow}} and f.workflow_id = $workflow {{end}}
group by f.currency
order by f.currency
