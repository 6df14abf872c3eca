-- Marks of first loads, back-fills and replays: they let those of live syncs go first, and have no index more for it.
alter table hub.outbox add column bulk boolean not null default false;
create index outbox_live on hub.outbox (target_no, entity, record_no) where not bulk;
