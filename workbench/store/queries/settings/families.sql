-- All rows of the table product_family.
select id, code, name, list_price, retired
from product_family
order by name, code
