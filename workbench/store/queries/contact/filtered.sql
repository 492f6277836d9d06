-- The contacts that meet every condition of a list of contacts, with what they are sorted by.
select
  c.id, c.name_folded, c.city_folded, c.country, c.region, c.sector, c.quality, c.lead_since, c.customer_since
from contact as c
where c.archived = $archived
  {{given text}} and (
    contains(c.name_folded, lower(strip_accents($text)))
    or contains(c.city_folded, lower(strip_accents($text)))
    or contains(lower(c.email), lower($text))
    or contains(lower(c.vat_number), lower($text))
  ) {{end}}
  {{given kind}} and c.kind = $kind {{end}}
  {{given is_lead}} and (c.lead_since is not null and c.customer_since is null) = $is_lead {{end}}
  {{given is_customer}} and (c.customer_since is not null) = $is_customer {{end}}
  {{given lead_status}} and coalesce(c.lead_status, 'new') = $lead_status {{end}}
  {{given country}} and c.country = $country {{end}}
  {{given region}} and c.region = $region {{end}}
  {{given sector}} and c.sector = $sector {{end}}
  {{given agent}} and c.agent_id = $agent {{end}}
