-- A line's gross is quantity times unit price, rounded; its net is gross minus discount.
-- The factors are widened first: the engine multiplies two decimals of 18 digits in 18 digits.
select o.number as deal, l.position, l.quantity, l.unit_price, l.gross, l.discount, l.net
from line as l
left join opportunity as o on o.id = l.opportunity_id
where l.net <> l.gross - l.discount
  or l.gross <> round(cast(l.quantity as decimal(38, 4)) * cast(l.unit_price as decimal(38, 4)), 2)
