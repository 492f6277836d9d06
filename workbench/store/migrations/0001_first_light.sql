-- The first schema: settings, people, contacts, opportunities with lines, and their history with two times.
-- Keys that queries read by the thousand stay uncompressed: unpacking a key costs more than reading its 16 bytes.
-- Sparse texts of a deal are kept by dictionary: fetching one row of the packing chosen otherwise takes 0.3 ms a column.
-- Columns ending in _folded are their text in lower case without accents, for searching and sorting.
create table setting (
  name varchar not null,
  value varchar
);
create table counter (
  name varchar not null,
  value bigint not null
);
create table unit_of_work (
  id uuid primary key,
  recorded_at timestamp not null,
  user_login varchar not null,
  origin varchar not null,
  kind varchar not null,
  why varchar
);
create table change (
  unit_id uuid not null,
  recorded_at timestamp not null,
  entity varchar not null,
  entity_id uuid not null using compression uncompressed,
  version integer not null
);
create table setting_history (
  unit_id uuid not null,
  recorded_at timestamp not null,
  effective_at timestamp not null,
  entity varchar not null,
  entity_id varchar not null,
  state varchar not null
);
create table team (
  id uuid primary key,
  code varchar not null,
  name varchar not null,
  retired boolean not null
);
create table user_account (
  id uuid primary key,
  login varchar not null,
  name varchar not null,
  role varchar not null,
  team_id uuid,
  sees varchar not null,
  changes varchar not null,
  active boolean not null
);
create table company (
  id uuid primary key,
  code varchar not null,
  name varchar not null,
  currency varchar not null
);
create table exchange_rate (
  currency varchar not null,
  base varchar not null,
  on_date date not null,
  rate decimal(18, 8) not null
);
create table probability (
  id uuid primary key,
  position integer not null,
  code varchar not null,
  name varchar not null,
  percent decimal(5, 2) not null,
  outcome varchar not null,
  retired boolean not null
);
create table closing_reason (
  id uuid primary key,
  position integer not null,
  code varchar not null,
  name varchar not null,
  verdict varchar not null,
  retired boolean not null
);
create table workflow (
  id uuid primary key,
  position integer not null,
  code varchar not null,
  name varchar not null,
  retired boolean not null
);
create table stage (
  id uuid primary key,
  workflow_id uuid not null,
  position integer not null,
  code varchar not null,
  name varchar not null,
  colour varchar not null,
  outcome varchar not null,
  probability_id uuid,
  expected_days integer,
  retired boolean not null
);
create table transition (
  workflow_id uuid not null,
  from_stage_id uuid not null,
  to_stage_id uuid not null
);
create table opportunity_type (
  id uuid primary key,
  code varchar not null,
  name varchar not null,
  workflow_id uuid,
  retired boolean not null
);
create table origin (
  id uuid primary key,
  code varchar not null,
  name varchar not null,
  retired boolean not null
);
create table product_family (
  id uuid primary key,
  code varchar not null,
  name varchar not null,
  list_price decimal(18, 2),
  retired boolean not null
);
create table contact (
  id uuid primary key using compression uncompressed,
  version integer not null,
  kind varchar not null,
  parent_id uuid using compression uncompressed,
  name varchar not null,
  name_folded varchar not null,
  vat_number varchar,
  quality integer,
  origin_id uuid using compression uncompressed,
  sector varchar,
  category varchar,
  address varchar,
  city varchar,
  city_folded varchar,
  postcode varchar,
  region varchar,
  country varchar,
  latitude decimal(9, 6),
  longitude decimal(9, 6),
  phone varchar,
  email varchar,
  agent_id uuid using compression uncompressed,
  lead_since date,
  customer_since date,
  external_source varchar,
  external_id varchar,
  archived boolean not null
);
create table contact_history (
  unit_id uuid not null,
  recorded_at timestamp not null,
  effective_at timestamp not null,
  id uuid not null using compression uncompressed,
  version integer not null,
  kind varchar not null,
  parent_id uuid,
  name varchar not null,
  vat_number varchar,
  quality integer,
  origin_id uuid,
  sector varchar,
  category varchar,
  address varchar,
  city varchar,
  postcode varchar,
  region varchar,
  country varchar,
  latitude decimal(9, 6),
  longitude decimal(9, 6),
  phone varchar,
  email varchar,
  agent_id uuid,
  lead_since date,
  customer_since date,
  external_source varchar,
  external_id varchar,
  archived boolean not null
);
create table opportunity (
  id uuid primary key using compression uncompressed,
  version integer not null,
  number bigint not null,
  company_id uuid not null using compression uncompressed,
  title varchar not null,
  title_folded varchar not null,
  type_id uuid using compression uncompressed,
  contact_id uuid using compression uncompressed,
  person_id uuid using compression uncompressed,
  owner_id uuid not null using compression uncompressed,
  team_id uuid using compression uncompressed,
  agent_id uuid using compression uncompressed,
  entered_by uuid not null using compression uncompressed,
  currency varchar not null,
  rate decimal(18, 8),
  rate_date date,
  origin_id uuid using compression uncompressed,
  campaign varchar using compression dictionary,
  tags varchar using compression dictionary,
  tags_folded varchar using compression dictionary,
  workflow_id uuid not null using compression uncompressed,
  stage_id uuid not null using compression uncompressed,
  stage_since timestamp not null,
  probability_id uuid not null using compression uncompressed,
  probability_by_hand boolean not null,
  quality integer,
  status varchar not null,
  reason_id uuid using compression uncompressed,
  reason_note varchar using compression dictionary,
  competitors varchar using compression dictionary,
  created_date date,
  expected_order_date date,
  expected_delivery_date date,
  expected_invoice_date date,
  expected_close_date date,
  closed_date date,
  gross decimal(18, 2) not null,
  discount decimal(18, 2) not null,
  net decimal(18, 2) not null,
  expected_revenue decimal(18, 2),
  margin decimal(18, 2),
  recurring_amount decimal(18, 2),
  recurring_plan varchar using compression dictionary,
  notes varchar,
  external_source varchar,
  external_id varchar,
  archived boolean not null,
  base_net decimal(18, 2),
  base_expected decimal(18, 2)
);
create table opportunity_history (
  unit_id uuid not null,
  recorded_at timestamp not null,
  effective_at timestamp not null,
  id uuid not null using compression uncompressed,
  version integer not null,
  number bigint not null,
  company_id uuid not null,
  title varchar not null,
  type_id uuid,
  contact_id uuid,
  person_id uuid,
  owner_id uuid not null,
  team_id uuid,
  agent_id uuid,
  entered_by uuid not null,
  currency varchar not null,
  rate decimal(18, 8),
  rate_date date,
  origin_id uuid,
  campaign varchar,
  tags varchar,
  workflow_id uuid not null,
  stage_id uuid not null,
  stage_since timestamp not null,
  probability_id uuid not null,
  probability_by_hand boolean not null,
  quality integer,
  status varchar not null,
  reason_id uuid,
  reason_note varchar,
  competitors varchar,
  created_date date,
  expected_order_date date,
  expected_delivery_date date,
  expected_invoice_date date,
  expected_close_date date,
  closed_date date,
  gross decimal(18, 2) not null,
  discount decimal(18, 2) not null,
  net decimal(18, 2) not null,
  expected_revenue decimal(18, 2),
  margin decimal(18, 2),
  recurring_amount decimal(18, 2),
  recurring_plan varchar,
  notes varchar,
  external_source varchar,
  external_id varchar,
  archived boolean not null,
  base_net decimal(18, 2),
  base_expected decimal(18, 2)
);
create table line (
  id uuid primary key using compression uncompressed,
  opportunity_id uuid not null using compression uncompressed,
  position integer not null,
  family_id uuid using compression uncompressed,
  article varchar,
  description varchar,
  quantity decimal(18, 4) not null,
  unit_price decimal(18, 4) not null,
  gross decimal(18, 2) not null,
  discount decimal(18, 2) not null,
  net decimal(18, 2) not null,
  expected_revenue decimal(18, 2),
  expected_order_date date,
  expected_delivery_date date,
  expected_invoice_date date,
  closed_date date,
  note varchar,
  archived boolean not null
);
create table line_history (
  unit_id uuid not null,
  recorded_at timestamp not null,
  effective_at timestamp not null,
  opportunity_version integer not null,
  id uuid not null,
  opportunity_id uuid not null using compression uncompressed,
  position integer not null,
  family_id uuid,
  article varchar,
  description varchar,
  quantity decimal(18, 4) not null,
  unit_price decimal(18, 4) not null,
  gross decimal(18, 2) not null,
  discount decimal(18, 2) not null,
  net decimal(18, 2) not null,
  expected_revenue decimal(18, 2),
  expected_order_date date,
  expected_delivery_date date,
  expected_invoice_date date,
  closed_date date,
  note varchar,
  archived boolean not null
);
insert into setting (name, value) values ('opened_at', null);
insert into counter (name, value) values ('opportunity', 0);
