-- Runs on H2 and PostgreSQL alike.

-- Seconds that an account which pays in advance has bought in all; null for one that does not. How much of it is used stands in
-- the table mark, in milliseconds, as 'credit-used:' and the account.
alter table account add column credit_seconds bigint;
