-- How many activities and documents the store holds.
select
  (select count(*) from activity) as activities,
  (select count(*) from interaction) as interactions,
  (select count(*) from offer) as offers,
  (select count(*) from sales_order) as orders,
  (select count(*) from invoice where kind = 'invoice') as invoices,
  (select count(*) from invoice where kind = 'credit_note') as credit_notes,
  (select count(*) from payment) as payments
