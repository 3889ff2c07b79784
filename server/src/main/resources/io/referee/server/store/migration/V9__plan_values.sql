-- What dial plans keep for their owners between two calls.
create table plan_value (
    owner varchar(255) not null,
    name varchar(255) not null,
    content varchar(8192) not null,
    primary key (owner, name)
);
