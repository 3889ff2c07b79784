-- Runs on H2 and PostgreSQL alike.

-- What a REFER on legs of a provider may do, and which account (name@domain) pays for what it makes; empty: none does.
alter table provider add column transfer varchar default 'DENY' not null;
alter table provider add column payer varchar default '' not null;

-- In which headers a provider is told an identity, and in whose name it is called for a transfer.
alter table provider add column identity varchar default 'PAI' not null;
alter table provider add column caller_id varchar default 'DIALPLAN' not null;
