-- What was said and done with customers: interactions with their history. A type of activity now knows its drawing, how
-- long it usually takes, and the kind of interaction that a done one is ("counts_as"; none where it is no contact).
-- Columns and compression follow 0001.
create table interaction (
  id uuid primary key using compression uncompressed,
  version integer not null,
  kind varchar not null,
  direction varchar not null,
  opportunity_id uuid using compression uncompressed,
  contact_id uuid using compression uncompressed,
  person_id uuid using compression uncompressed,
  user_id uuid not null using compression uncompressed,
  happened_at timestamp not null,
  minutes integer,
  subject varchar not null,
  body varchar using compression dictionary,
  outcome varchar using compression dictionary,
  activity_id uuid using compression uncompressed,
  external_source varchar using compression dictionary,
  external_id varchar using compression dictionary,
  archived boolean not null
);
create table interaction_history (
  unit_id uuid not null,
  recorded_at timestamp not null,
  effective_at timestamp not null,
  id uuid not null using compression uncompressed,
  version integer not null,
  kind varchar not null,
  direction varchar not null,
  opportunity_id uuid,
  contact_id uuid,
  person_id uuid,
  user_id uuid not null,
  happened_at timestamp not null,
  minutes integer,
  subject varchar not null,
  body varchar,
  outcome varchar,
  activity_id uuid,
  external_source varchar,
  external_id varchar,
  archived boolean not null
);
alter table activity_type add column icon varchar;
alter table activity_type add column usual_minutes integer;
alter table activity_type add column counts_as varchar;
update activity_type set
  icon = case when code in ('call', 'mail', 'meeting', 'visit', 'demo') then code else 'task' end,
  usual_minutes = case code
    when 'call' then 15 when 'mail' then 10 when 'meeting' then 60 when 'visit' then 150 when 'demo' then 120 else 30
  end,
  counts_as = case code
    when 'call' then 'call' when 'mail' then 'mail' when 'meeting' then 'meeting' when 'visit' then 'visit'
    when 'demo' then 'meeting'
  end;
