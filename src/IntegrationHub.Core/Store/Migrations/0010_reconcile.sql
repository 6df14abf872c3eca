-- Reconciles: one row per sync and comparison, asked for by a person, a schedule or a first load. What the newest finished one found is what the pages show.
create table hub.reconcile (
  reconcile_no bigint generated always as identity primary key,
  sync         text not null,                 -- northwind/Orders
  state        text not null default 'asked', -- asked, running, finished, failed
  stage        text,                          -- running: counting, catchingUp, reading, lookingAgain, listing, repairing
  repair       boolean not null,              -- read again and mark again what differs
  ask_targets  boolean not null,
  asked_by     text not null,
  asked_at     timestamptz not null default now(),
  started_at   timestamptz,
  changed_at   timestamptz not null default now(),
  agrees       boolean,                       -- finished: null means that nobody could count
  found        jsonb,                         -- finished: figures, and the first keys that differ
  error        text                           -- failed: why
);
create index reconcile_sync on hub.reconcile (sync, reconcile_no);
create index reconcile_open on hub.reconcile (reconcile_no) where state in ('asked', 'running');
