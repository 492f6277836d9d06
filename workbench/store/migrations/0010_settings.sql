-- What an administrator sets besides: names for the stars of a contact's quality, and targets of people and teams.
create table contact_quality (
  id uuid primary key,
  position integer not null,
  code varchar not null,
  name varchar not null,
  retired boolean not null
);
create table target (
  id uuid primary key,
  owner_id uuid,
  team_id uuid,
  period varchar not null,
  amount decimal(18, 2) not null,
  retired boolean not null
);
alter table transition add column retired boolean;
update transition set retired = false;
