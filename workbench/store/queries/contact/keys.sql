-- The keys of one page of the contacts that meet the conditions, in the chosen order, those without a value last.
with filtered as (
  {{contact/filtered}}
),
sorted as (
  select
    f.id, f.name_folded,
    case $sort
      when 'name' then f.name_folded
      when 'city' then f.city_folded
      when 'country' then f.country
      when 'region' then f.region
      when 'sector' then lower(f.sector)
      when 'quality' then cast(f.quality as varchar)
      when 'lead_since' then cast(f.lead_since as varchar)
      when 'customer_since' then cast(f.customer_since as varchar)
    end as place
  from filtered as f
)
select s.id
from sorted as s
order by
  {{given rising}} s.place asc nulls last, {{end}}
  {{given falling}} s.place desc nulls last, {{end}}
  s.name_folded, s.id
limit $limit offset $after
