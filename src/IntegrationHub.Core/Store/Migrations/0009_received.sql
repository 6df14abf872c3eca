-- Records that were pushed to a hook, until the sync that reads them has stored them. Numbers are given out under a lock per sync, so that their order is the order of commits.
create table hub.received (
  received_no bigint generated always as identity primary key,
  sync        text not null,                 -- shop/Orders
  id          text not null,                 -- key in the source; empty: broken
  deleted     boolean not null,
  body        bytea compression lz4,
  broken      text                           -- why it is no record
);
create index received_sync on hub.received (sync, received_no);

-- The highest version of each pushed record, so that an older state does not overwrite a newer one.
create table hub.received_version (
  sync        text not null,
  id          text not null,
  version     numeric not null,
  primary key (sync, id)
);

-- Calls that were taken, and what each is known by.
create table hub.hook_call (
  call_no     bigint generated always as identity primary key,
  hook        text not null,                 -- shop/Orders
  at          timestamptz not null default now(),
  outcome     text not null,                 -- accepted, duplicate
  records     int not null,
  stale       int not null                   -- dropped: something newer came before
);
create index hook_call_hook on hub.hook_call (hook, call_no);
create index hook_call_at on hub.hook_call (at);

create table hub.hook_call_id (
  hook        text not null,
  id          text not null,
  at          timestamptz not null default now(),
  primary key (hook, id)
);
create index hook_call_id_at on hub.hook_call_id (at);

-- Calls that were refused, counted: anybody can send them, so they get no row each.
create table hub.hook_refusal (
  hook        text not null,
  reason      text not null,                 -- signature, time, contentType, content, size, rate
  hour        timestamptz not null,
  times       bigint not null,
  last_at     timestamptz not null,
  primary key (hook, reason, hour)
);
