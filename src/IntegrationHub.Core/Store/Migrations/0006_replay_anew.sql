-- A replay whose mapping changed begins anew; what its runs did before then is not counted again.
alter table hub.replay add column after_run bigint not null default 0;   -- only runs with a greater number count
