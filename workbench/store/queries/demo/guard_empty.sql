-- Violated where the store holds deals or contacts.
select 1
where exists (select 1 from opportunity as o) or exists (select 1 from contact as c)
