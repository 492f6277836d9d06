-- Long work in the background: the queue, how far each job has come, what it said, and who works on it.
-- A job's row changes only with its state, so that the unit of work of a running job and its cancelling collide.
create table job (
  id uuid primary key,
  kind varchar not null,
  title varchar not null,
  arguments varchar not null,
  user_login varchar not null,
  language varchar not null,
  host varchar not null,
  state varchar not null,
  asked_at timestamp not null,
  started_at timestamp,
  written_at timestamp,
  ended_at timestamp,
  worker_id uuid,
  result varchar,
  error varchar,
  again_of uuid
);
create table job_progress (
  job_id uuid primary key,
  told_at timestamp not null,
  step varchar not null,
  share double not null
);
create table job_log (
  job_id uuid not null,
  told_at timestamp not null,
  level varchar not null,
  text varchar not null
);
create table worker (
  id uuid primary key,
  host varchar not null,
  pid integer not null,
  started_at timestamp not null,
  seen_at timestamp not null
);
