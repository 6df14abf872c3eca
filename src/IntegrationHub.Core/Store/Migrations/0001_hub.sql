-- The hub's own tables. Plain numbered SQL, applied once, in order, under an advisory lock.

create schema if not exists hub;
-- The job engine's, which makes its own tables in it.
create schema if not exists quartz;

-- One row per (connection, canonical entity): numbers instead of texts in every record.
create table hub.feed (
  feed_no   int generated always as identity primary key,
  system    text not null,
  entity    smallint not null,               -- EntityKind
  unique (system, entity)
);

-- Which mapping file, in which version (content hash), made a record.
create table hub.mapping (
  mapping_no int generated always as identity primary key,
  file       text not null,
  version    uuid not null,
  first_used timestamptz not null default now(),
  unique (file, version)
);

-- The hub's customer: what source customers are bound to and everything else hangs on.
create table hub.customer (
  customer_no  bigint primary key,
  external_key text not null,                -- stable key towards targets: the first bound record's key
  name         text not null,                -- of the first bound source customer
  name_kana    text,
  search       text not null,                -- folded name, kana, numbers, e-mails and phones of all of them, to find it by
  merged_into  bigint,
  created_at   timestamptz not null default now()
);

-- What each bound source customer adds to its hub customer's name and search text.
create table hub.customer_name (
  record_no    bigint primary key,
  customer_no  bigint not null,
  name         text not null,
  name_kana    text,
  search       text not null
);
create index customer_name_customer on hub.customer_name (customer_no);

-- Every record of every source, canonical document and raw record side by side. One row per record.
-- Written by COPY; keys come from hub.record_no in blocks.
create sequence hub.record_no increment by 5000;
create sequence hub.customer_no increment by 100;

create table hub.record (
  record_no     bigint not null,
  raw_hash      uuid not null,               -- of the raw bytes: unchanged records are not even mapped
  content_hash  uuid not null,               -- of the canonical document: no change, no mark
  customer_no   bigint,                      -- null: no customer in sight, or waiting for it
  run_no        bigint not null,             -- the run that last changed it
  changed_at    timestamptz not null,
  source_time   timestamptz,
  feed_no       int not null,
  mapping_no    int not null,
  version       int not null,                -- counts content changes from 1
  happened_on   date,                        -- ordered, shipped, issued, received, starts: the business date
  due_on        date,                        -- invoice due, contract ends
  entity        smallint not null,           -- EntityKind
  deleted       boolean not null,
  id            text not null,               -- key in the source
  number        text,                        -- what people call it
  parent_id     text,                        -- id of the nearest parent that is no customer, same system
  currency      text,
  amount        numeric,                     -- gross, paid, contract value
  open_amount   numeric,                     -- invoices: still to be paid
  source_version text,
  doc           jsonb compression lz4 not null,
  raw           bytea compression lz4,
  primary key (record_no)
);
-- The selective column first: without statistics PostgreSQL would otherwise scan by feed.
create unique index record_key on hub.record (id, feed_no);
create index record_customer on hub.record (customer_no, entity, happened_on, record_no) where customer_no is not null;
create index record_stock on hub.record (parent_id, feed_no) where entity = 8;
-- Compress inside the row rather than moving bodies out of it.
alter table hub.record alter column doc set storage main, alter column raw set storage main;
alter table hub.record set (toast_tuple_target = 256, fillfactor = 100, autovacuum_analyze_scale_factor = 0.05);

-- Which source customer is bound to which hub customer, why, and since when. History is kept.
create table hub.binding (
  binding_no  bigint generated always as identity primary key,
  record_no   bigint not null,
  customer_no bigint not null,
  rule        text not null,
  evidence    text,                          -- what matched, without the value where it is personal
  since       timestamptz not null default now(),
  until       timestamptz
);
create unique index binding_current on hub.binding (record_no) where until is null;
create index binding_customer on hub.binding (customer_no);

-- Values a customer can be known by: corporate number, tax id, e-mail, key elsewhere. Normalised.
create table hub.identity (
  kind        smallint not null,
  value       text not null,
  record_no   bigint not null,
  primary key (value, kind, record_no)
);
create index identity_record on hub.identity (record_no);

-- References whose parent has not arrived (or has itself no customer yet).
create table hub.waiting (
  parent_id   text not null,
  parent_feed int not null,
  record_no   bigint not null,
  since       timestamptz not null default now(),
  primary key (parent_id, parent_feed, record_no)
);
create index waiting_record on hub.waiting (record_no);

-- Where each sync resumes. Moved first, by compare-and-set: the fence.
create table hub.checkpoint (
  sync      text primary key,
  value     text not null,
  run_no    bigint,
  moved_at  timestamptz not null default now()
);

-- Run ledger. Counts are written in the same transaction as the rows they count.
create table hub.run (
  run_no       bigint generated always as identity primary key,
  job          text not null,                -- sync:northwind/Orders, deliver:demo-crm
  host         text not null,
  started_at   timestamptz not null default now(),
  finished_at  timestamptz,
  heartbeat_at timestamptz not null default now(),
  outcome      text,                         -- null: running; succeeded, parked (some records set aside), failed, overtaken, cancelled, lost
  error        text,
  expected     bigint,                       -- records to read, when the source can say
  read         bigint not null default 0,
  unchanged    bigint not null default 0,
  left_out     bigint not null default 0,
  created      bigint not null default 0,
  changed      bigint not null default 0,
  deleted      bigint not null default 0,
  parked       bigint not null default 0,
  waiting      bigint not null default 0,
  marked       bigint not null default 0,
  delivered    bigint not null default 0,
  rejected     bigint not null default 0,
  deferred     bigint not null default 0,
  batches      bigint not null default 0,
  bytes        bigint not null default 0,
  read_ms      bigint not null default 0,
  map_ms       bigint not null default 0,
  resolve_ms   bigint not null default 0,
  store_ms     bigint not null default 0,
  deliver_ms   bigint not null default 0
);
create index run_job on hub.run (job, run_no);

-- Records set aside. Nothing open is ever purged.
create table hub.parked (
  parked_no   bigint generated always as identity primary key,
  scope       text not null,                 -- the sync or target: northwind/Orders, demo-crm
  stage       text not null,                 -- read, map, resolve, deliver
  id          text not null,                 -- the record's key, or the place of a broken one
  record_no   bigint,                        -- deliver: the record
  cause       text not null,                 -- groups equal causes
  reason      text not null,
  payload     bytea compression lz4,         -- the source record as it came
  run_no      bigint,
  first_at    timestamptz not null default now(),
  last_at     timestamptz not null default now(),
  times       int not null default 1,
  closed_at   timestamptz,
  closed_how  text                           -- stored, delivered, dropped, superseded
);
create unique index parked_open on hub.parked (scope, id, stage) where closed_at is null;

-- Targets, numbered.
create table hub.target (
  target_no    smallint generated always as identity primary key,
  name         text not null unique,
  paused_until timestamptz,                  -- the target asked us to wait, or refused our credentials
  paused_why   text
);

-- "Target T has not seen version V of record R." Half-filled pages: a claim then updates its row in place. Changes coalesce; a mark is removed only if its version is still the one sent.
create table hub.outbox (
  record_no    bigint not null,
  version      int not null,
  target_no    smallint not null,
  entity       smallint not null,            -- delivery order: parents first
  attempts     smallint not null default 0,
  attempted    boolean not null default false, -- sent at least once without an answer: it may exist over there
  due_at       timestamptz not null default now(),
  leased_until timestamptz,
  lease        uuid,
  waits_for    bigint,                       -- record_no of the parent that must be delivered first
  last_answer  text,                         -- why the last attempt did not settle it
  primary key (target_no, record_no)
) with (fillfactor = 50);
create index outbox_order on hub.outbox (target_no, entity, record_no);
create index outbox_waits on hub.outbox (waits_for, target_no) where waits_for is not null;

-- What a target last acknowledged.
create table hub.delivered (
  target_no    smallint not null,
  record_no    bigint not null,
  version      int not null,
  remote_id    text,
  delivered_at timestamptz not null,
  primary key (record_no, target_no)
);

-- Every attempt at a delivery.
create table hub.delivery_attempt (
  record_no   bigint not null,
  version     int not null,
  target_no   smallint not null,
  outcome     smallint not null,             -- 0 delivered, 1 rejected, 2 deferred, 3 answer lost
  run_no      bigint not null,
  at          timestamptz not null,
  reason      text
);
create index delivery_attempt_record on hub.delivery_attempt (record_no);

-- People and keys that may sign in.
create table hub.login (
  login_no      int generated always as identity primary key,
  name          text not null,
  role          text not null,               -- Admin, Engineer, Viewer
  password_hash text not null,
  stamp         uuid not null default gen_random_uuid(),  -- changes with the password: old sessions end
  created_at    timestamptz not null default now(),
  disabled_at   timestamptz
);
create unique index login_name on hub.login (lower(name));

create table hub.api_key (
  api_key_no  int generated always as identity primary key,
  title       text not null,
  role        text not null,
  key_hash    bytea not null unique,
  created_at  timestamptz not null default now(),
  revoked_at  timestamptz
);

-- Keys that protect cookies, shared by all hosts (ASP.NET data protection).
create table hub.protection_key (
  name text primary key,
  xml  text not null
);

-- Who did what by hand.
create table hub.audit (
  audit_no bigint generated always as identity primary key,
  at       timestamptz not null default now(),
  who      text not null,
  what     text not null,
  subject  text not null,
  detail   text
);
