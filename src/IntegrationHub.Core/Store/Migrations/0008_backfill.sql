-- A back-fill somebody asked for: part of an entity, read from the source beside the live sync. Where it stands is its checkpoint, "<sync> (backfill <backfill_no>)";
-- what it did is in its runs.
create table hub.backfill (
  backfill_no bigint generated always as identity primary key,
  sync        text not null,                 -- northwind/Orders
  slice       jsonb not null,                -- which records
  expected    bigint,                        -- records, when somebody could say
  not_found   bigint not null default 0,     -- keys that were asked for and the source did not give
  state       text not null default 'open',  -- open (to be run, or running), paused, cancelled, finished
  asked_by    text not null,
  asked_at    timestamptz not null default now(),
  changed_at  timestamptz not null default now()
);
create index backfill_unfinished on hub.backfill (sync) where state in ('open', 'paused');
alter table hub.run add column backfill_no bigint;
create index run_backfill on hub.run (backfill_no) where backfill_no is not null;
