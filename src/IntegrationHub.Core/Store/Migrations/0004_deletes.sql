-- Deletes that a key pass found and the brake holds, until a person releases them or a later whole pass decides anew.
create table hub.held_delete (
  sync     text primary key,                 -- northwind/Orders
  living   bigint not null,                  -- what the hub held of it
  missing  bigint not null,                  -- of these, what the source no longer listed
  seen_at  timestamptz not null,             -- when the pass began: what changed later is not deleted
  held_at  timestamptz not null default now()
);

create table hub.held_key (
  sync  text not null,
  id    text not null,
  primary key (sync, id)
);
