-- What a mapping was made of when it was first used, so that an older version can be compiled again and can explain the values it made.
create table hub.mapping_part (
  mapping_no int not null,
  place      smallint not null,              -- 0: the mapping itself; behind it, what it draws on
  file       text not null,
  content    bytea compression lz4 not null,
  primary key (mapping_no, place)
);
alter table hub.mapping add column source_entity text;      -- the source's entity it reads; null: it maps outwards
alter table hub.mapping add column last_used timestamptz not null default now();   -- when a host last began to use it
update hub.mapping set source_entity = regexp_replace(file, '^.*/|\.yaml$', '', 'g');   -- until now only inward ones were noted

-- A replay somebody asked for. Where it stands is its checkpoint, "<sync> (replay <replay_no>)"; what it did is in its runs.
create table hub.replay (
  replay_no  bigint generated always as identity primary key,
  sync       text not null,                  -- northwind/Orders
  selection  jsonb not null,                 -- which kept records
  mapping_no int not null,                   -- the mapping it brings the records to
  expected   bigint not null,                -- records selected when it began
  state      text not null default 'open',   -- open (to be run, or running), paused, cancelled, finished
  asked_by   text not null,
  asked_at   timestamptz not null default now(),
  changed_at timestamptz not null default now()
);
create index replay_unfinished on hub.replay (sync) where state in ('open', 'paused');
alter table hub.run add column replay_no bigint;
create index run_replay on hub.run (replay_no) where replay_no is not null;

-- The secret behind masked values: the same value gets the same mask, and nobody can try out what it stood for.
create table hub.mask (
  one  boolean primary key default true check (one),
  salt uuid not null default gen_random_uuid()
);
