-- Runs on H2 and PostgreSQL alike.

-- What is special about accounts and providers in transfers. Whether a phone, or the server of a provider, is never sent a REFER.
alter table account add column no_refer boolean default false not null;
alter table provider add column no_refer boolean default false not null;

-- Which NOTIFYs phones of an account get when they transfer; empty: what the configuration says.
alter table account add column notify_style varchar default '' not null;

-- Accounts of one group, whoever owns them, may join and take over each other's calls; empty: in none.
alter table account add column transfer_group varchar default '' not null;

-- Whether REFERs of an account have to prove who refers (optional, required); empty: what the configuration says.
alter table account add column referrer_token varchar default '' not null;

-- In what order phones of an account, or the server of a provider, are asked for their media (auto, known, late-x ...); empty: what the configuration says.
alter table account add column strategy varchar default '' not null;
alter table provider add column strategy varchar default '' not null;
