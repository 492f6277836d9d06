-- Saved views: what a person looks at, under a name, kept for oneself or shared with roles.
-- ``default_for`` names whose view opens first: ids of users, and ``role:`` with a role, between commas as tags are.
-- Notes are searched like titles, so their text is kept in lower case without accents, too.
create table view (
  id uuid primary key,
  version integer not null,
  name varchar not null,
  owner_id uuid not null,
  what varchar not null,
  state varchar not null,
  roles varchar,
  default_for varchar,
  archived boolean not null
);
create table view_history (
  unit_id uuid not null,
  recorded_at timestamp not null,
  effective_at timestamp not null,
  id uuid not null,
  version integer not null,
  name varchar not null,
  owner_id uuid not null,
  what varchar not null,
  state varchar not null,
  roles varchar,
  default_for varchar,
  archived boolean not null
);
alter table opportunity add column notes_folded varchar;
update opportunity set notes_folded = lower(strip_accents(notes)) where notes is not null;
