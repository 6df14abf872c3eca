-- What the hosts share about an account at an outside system: how many calls it has left, and a refresh token that the vendor replaces with each use.
create table hub.quota (
  account        text primary key,
  starts_at      timestamptz not null,             -- the day that is counted, as the vendor counts days
  ends_at        timestamptz not null,
  live           bigint not null default 0,        -- calls of this day that hosts have taken (what they did not use is given back)
  behind         bigint not null default 0,        -- the same, by work that keeps behind live work
  live_before    bigint not null default 0,        -- live calls of the day before
  told_limit     bigint,                           -- what the vendor's headers said last
  others         bigint not null default 0,        -- what the vendor counts beyond the hub's calls
  next_at        timestamptz not null default 'epoch',   -- short limit: when the calls taken so far would have been sent one by one
  blocked_until  timestamptz,                      -- the vendor asked to wait
  changed_at     timestamptz not null
);

create table hub.refresh_token (
  account  text primary key,                       -- a hash of the settings it belongs to
  sealed   bytea not null,                         -- encrypted with a key that only those settings give
  kept_at  timestamptz not null default now()
);
