-- Which deal became part of which: links to the one lead to the other, and a merge can be taken back.
create table deal_merge (
  unit_id uuid not null,
  keep_id uuid not null,
  drop_id uuid not null,
  undone boolean not null
);
