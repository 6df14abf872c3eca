-- Deliveries that wait for a person: more records, or more deletes, than may leave a hub unasked. Each time something is held that is a row; what a person releases is all rows up to the one they saw.
create table hub.held_delivery (
  held_no     bigint generated always as identity primary key,
  target_no   smallint not null,
  kind        text not null,                 -- size, deletes
  most        bigint not null,               -- so many may leave unasked
  held_at     timestamptz not null default now(),
  released_at timestamptz,
  released_by text,
  expires_at  timestamptz                    -- what was released and has not left until then is counted anew
);
create index held_delivery_target on hub.held_delivery (target_no, kind);

-- A mark that is held is due at infinity; one that was released keeps the number, and may leave.
alter table hub.outbox add column held_no bigint;
create index outbox_held on hub.outbox (held_no) where held_no is not null;

-- The oldest of a group of rejected records is tried again once a day; when it is taken, so is the rest.
alter table hub.parked add column probed_at timestamptz;
create index parked_probed on hub.parked (scope) where probed_at is not null;

-- With which mapping a target was last delivered to: when it changes, what it rejected is tried again.
create table hub.target_mapping (
  target_no  smallint not null,
  entity     smallint not null,
  mapping_no int not null,
  since      timestamptz not null default now(),
  primary key (target_no, entity)
);

-- What deliveries to a target would do, as last asked for.
create table hub.target_plan (
  target     text primary key,
  state      text not null,                  -- asked, running, finished, failed
  wish       jsonb not null,
  asked_by   text not null,
  asked_at   timestamptz not null,
  done       bigint not null default 0,
  expected   bigint not null default 0,
  changed_at timestamptz not null default now(),
  plan       jsonb,                          -- the last one that was finished
  error      text                            -- failed: why
);
