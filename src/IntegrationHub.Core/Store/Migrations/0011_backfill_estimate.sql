-- What a back-fill was thought to cost when it was prepared, and why one that was asked for could not even begin.
alter table hub.backfill add column estimate jsonb;
alter table hub.backfill add column problem text;
