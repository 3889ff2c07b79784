-- Runs on H2 and PostgreSQL alike.

-- Who wanted what was not allowed, or was kept out: one row for each such event, by its number in the stream of its owner.
create table audit (
    owner varchar not null,
    seq bigint not null,
    happened_at timestamp(3) with time zone not null,
    type varchar(64) not null,
    chain varchar not null,
    source varchar not null,
    account varchar not null,
    reason varchar not null,
    happenings bigint not null,
    primary key (owner, seq)
);

create index audit_time on audit (happened_at);
create index audit_owner on audit (owner, happened_at);
