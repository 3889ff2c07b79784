-- Runs on H2 and PostgreSQL alike.

-- What few rules say; empty when a rule does not say it.
alter table dial_rule add column priority varchar default '' not null;
alter table dial_rule add column description varchar default '' not null;
alter table dial_rule add column to_match varchar default '' not null;
alter table dial_rule add column to_match_parameter varchar default '' not null;
alter table dial_rule add column parameters2 varchar default '' not null;
alter table dial_rule add column parameters3 varchar default '' not null;
alter table dial_rule add column parameters4 varchar default '' not null;
alter table dial_rule add column time_window varchar default '' not null;
alter table dial_rule add column zone varchar default '' not null;
alter table dial_rule add column disabled boolean default false not null;
