-- Runs on H2 and PostgreSQL alike.

-- How groups of calls belong together: group_id was absorbed by other_id (MERGED), or came about because of it (RELATED).
create table cdr_link (
    group_id varchar not null,
    other_id varchar not null,
    owner varchar not null,
    kind varchar not null,
    because varchar not null, -- id of a transfer
    linked_at timestamp(3) with time zone not null,
    primary key (group_id, other_id, kind)
);
create index cdr_link_other on cdr_link (other_id);
