-- What runs by the clock, and what is told to other systems.
-- A run is kept once by its key, however many schedulers believe that it is theirs to make; attempt 0 is the first.
create table lease (
  name varchar primary key,
  holder uuid not null,
  until timestamp not null
);
create table schedule (
  id uuid primary key,
  name varchar not null,
  cron varchar not null,
  zone varchar not null,
  kind varchar not null,
  arguments varchar not null,
  user_login varchar not null,
  language varchar not null,
  catch_up varchar not null,
  retries integer not null,
  since timestamp not null,
  paused boolean not null,
  retired boolean not null
);
create table schedule_run (
  schedule_id uuid not null,
  due_at timestamp not null,
  attempt integer not null,
  by_hand boolean not null,
  made_at timestamp not null,
  job_id uuid not null,
  primary key (schedule_id, due_at, attempt)
);
create table schedule_failure (
  schedule_id uuid not null,
  due_at timestamp not null,
  told_at timestamp not null,
  primary key (schedule_id, due_at)
);
create table channel (
  id uuid primary key,
  code varchar not null,
  kind varchar not null,
  address varchar,
  topics varchar,
  active boolean not null,
  retired boolean not null
);
create table channel_secret (
  channel_id uuid primary key,
  secret varchar not null
);
create table outbox (
  id uuid primary key,
  unit_id uuid not null,
  recorded_at timestamp not null,
  topic varchar not null,
  entity varchar not null,
  entity_id uuid not null,
  version integer not null,
  payload varchar not null
);
create table delivery (
  event_id uuid not null,
  channel_id uuid not null,
  state varchar not null,
  attempts integer not null,
  next_at timestamp not null,
  ended_at timestamp,
  error varchar,
  primary key (event_id, channel_id)
);
create table event_log (
  event_id uuid not null,
  channel_id uuid not null,
  received_at timestamp not null,
  topic varchar not null,
  payload varchar not null,
  primary key (event_id, channel_id)
);
