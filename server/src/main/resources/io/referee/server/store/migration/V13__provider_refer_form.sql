-- Runs on H2 and PostgreSQL alike.

-- How a REFER to a provider names a number; empty when the provider does not say it.
alter table provider add column refer_to_form varchar default '' not null;
