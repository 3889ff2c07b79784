-- Runs on H2 and PostgreSQL alike.

-- What a REFER on legs of a provider may do, and which account (name@domain) pays for what it makes; empty: none does.
alter table provider add column transfer varchar default 'DENY' not null;
alter table provider add column payer varchar default '' not null;
