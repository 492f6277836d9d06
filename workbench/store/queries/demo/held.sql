-- How many deals and contacts the store holds.
select (select count(*) from opportunity) as deals, (select count(*) from contact) as contacts
