-- What a target last acknowledged, field by field: hashes, so that nothing is sent that it already shows, and an edit made over there is noticed. Null: not known, everything is sent.
alter table hub.delivered add column prints bytea;

-- A person has said that this record is a new one over there, whatever looks like it.
alter table hub.delivered add column make_new boolean not null default false;

-- How records came to the ids they have, or had, at a target.
create table hub.rebinding (
  target_no smallint not null,
  record_no bigint not null,
  was       text,
  became    text,                            -- null: forgotten, it is made again
  how       text not null,                   -- adopted, chosen, merged, answered, madeAgain
  who       text,                            -- null: the hub
  run_no    bigint,
  at        timestamptz not null default now()
);
create index rebinding_record on hub.rebinding (record_no, target_no);
