-- A line's gross is quantity times unit price, rounded; its net is gross minus discount.
select o.number as deal, l.position, l.quantity, l.unit_price, l.gross, l.discount, l.net
from line as l
left join opportunity as o on o.id = l.opportunity_id
where l.net <> l.gross - l.discount or l.gross <> round(l.quantity * l.unit_price, 2)
