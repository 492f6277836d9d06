-- What an interaction says, in lower case without accents: the search reads it.
alter table interaction add column said_folded varchar;
update interaction set said_folded = lower(strip_accents(concat_ws(' ', subject, body, outcome)));
