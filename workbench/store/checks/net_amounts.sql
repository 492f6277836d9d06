-- Net is gross minus discount, in every deal.
select number as deal, gross, discount, net
from opportunity
where net <> gross - discount
