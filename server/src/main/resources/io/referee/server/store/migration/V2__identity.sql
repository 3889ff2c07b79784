-- Runs on H2 and PostgreSQL alike.

-- Accounts whose password was set before have no such hash and log in by the others.
alter table account add column ha1_sha512 varchar not null default ''; -- of SHA-512/256, sealed like the others

alter table binding add column reg_id integer not null default 0;    -- number of the flow (RFC 5626), 0 for none
alter table binding add column path varchar not null default '';     -- values of Path (RFC 3327)
alter table binding add column generation bigint not null default 0; -- of the temporary GRUUs (RFC 5627), 0 for none yet
