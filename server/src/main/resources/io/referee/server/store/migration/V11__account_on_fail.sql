-- What becomes of a call when a transfer fails that the account asked for; empty: what the configuration says.
alter table account add column on_fail varchar(1000) default '' not null;
