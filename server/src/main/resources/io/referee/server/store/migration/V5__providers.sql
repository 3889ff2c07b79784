-- Runs on H2 and PostgreSQL alike.

create table provider (
    owner varchar not null,
    name varchar not null,
    name_key varchar not null, -- the name in lower case: names differ by more than case
    server varchar not null,
    username varchar not null,
    auth_username varchar not null,
    password varchar not null, -- sealed with AES-GCM, key in data/store.key
    outbound_proxy varchar not null,
    from_header varchar not null,
    custom_headers varchar not null, -- one a line
    register boolean not null,
    register_contact varchar not null,
    register_server varchar not null,
    register_realm varchar not null,
    register_expiry integer not null, -- seconds
    mwi boolean not null,
    disabled_reason varchar not null,
    primary key (owner, name_key)
);
