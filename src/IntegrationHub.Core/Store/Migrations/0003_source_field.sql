-- What the records of each sync look like, by a sample of those that changed: which fields there are, of which kinds, and what about that has changed.
create table hub.source_field (
  sync            text not null,             -- northwind/Orders
  path            text not null,             -- lines[].ProductID; empty: the record itself
  parent          text not null,             -- lines[]
  kinds           smallint not null,         -- seen so far; bits: 1 text, 2 number, 4 boolean, 8 object, 16 list, 32 null
  seen            bigint not null default 0, -- in how many sampled records
  since           bigint,                    -- how many records with its parent had been sampled when it was first seen
  until           bigint not null default 0, -- ... and when it was last seen
  first_run       bigint not null,
  first_at        timestamptz not null default now(),
  last_run        bigint not null,
  last_at         timestamptz not null default now(),
  change          text,                      -- new, retyped, vanished; null: nothing to tell
  kinds_before    smallint,                  -- retyped: what it was until then
  changed_run     bigint,
  changed_at      timestamptz,
  acknowledged_at timestamptz,
  acknowledged_by text,
  primary key (sync, path)
);
create index source_field_change on hub.source_field (changed_run) where change is not null;
