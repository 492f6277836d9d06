-- The gross of a document's line is quantity times unit price, rounded; its net is gross minus discount.
-- The factors are widened first: the engine multiplies two decimals of 18 digits in 18 digits.
select 'offer_line' as table_name, offer_id as document_id, position, quantity, unit_price, gross, discount, net
from offer_line
where net <> gross - discount
  or gross <> round(cast(quantity as decimal(38, 4)) * cast(unit_price as decimal(38, 4)), 2)
union all
select 'order_line' as table_name, order_id as document_id, position, quantity, unit_price, gross, discount, net
from order_line
where net <> gross - discount
  or gross <> round(cast(quantity as decimal(38, 4)) * cast(unit_price as decimal(38, 4)), 2)
union all
select 'invoice_line' as table_name, invoice_id as document_id, position, quantity, unit_price, gross, discount, net
from invoice_line
where net <> gross - discount
  or gross <> round(cast(quantity as decimal(38, 4)) * cast(unit_price as decimal(38, 4)), 2)
