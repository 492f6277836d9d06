-- A payment's row is the last version of its history.
with latest as (
  select id, max(version) as version
  from payment_history
  group by id
)
select p.id as payment, p.version, v.version as last_version_in_history
from payment as p
left join latest as v on v.id = p.id
left join payment_history as l on l.id = v.id and l.version = v.version
where l.id is null
  or p.version is distinct from l.version
  or p.company_id is distinct from l.company_id
  or p.invoice_id is distinct from l.invoice_id
  or p.offset_invoice_id is distinct from l.offset_invoice_id
  or p.currency is distinct from l.currency
  or p.rate is distinct from l.rate
  or p.rate_date is distinct from l.rate_date
  or p.method is distinct from l.method
  or p.payment_date is distinct from l.payment_date
  or p.amount is distinct from l.amount
  or p.reference is distinct from l.reference
  or p.entered_by is distinct from l.entered_by
  or p.notes is distinct from l.notes
  or p.external_source is distinct from l.external_source
  or p.external_id is distinct from l.external_id
  or p.archived is distinct from l.archived
  or p.base_amount is distinct from l.base_amount
