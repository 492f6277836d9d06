-- Net is gross minus discount, in every offer, order and invoice.
select 'offer' as document, number, gross, discount, net from offer where net <> gross - discount
union all
select 'sales_order' as document, number, gross, discount, net from sales_order where net <> gross - discount
union all
select kind as document, number, gross, discount, net from invoice where net <> gross - discount
