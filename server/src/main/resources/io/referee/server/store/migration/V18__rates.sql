-- Runs on H2 and PostgreSQL alike.

-- What calls of an owner's accounts cost that pay in advance, in seconds of talk at the usual price.
create table call_rate (
    owner varchar not null,
    position int not null,
    code varchar(64) not null,
    prefix varchar(64) not null,
    rate_plan varchar(64) not null,
    per_minute numeric(15, 5) not null,
    setup_cost numeric(15, 5) not null,
    increment_seconds int not null,
    description varchar(255) not null,
    primary key (owner, position)
);

-- By which rates an account is charged; empty: by none, a second costs one.
alter table account add column rate_plan varchar(64) default '' not null;

-- With a price, credit has decimals. What is used of it stands in the table mark, now in 1/100000 instead of 1/1000.
alter table account alter column credit_seconds set data type numeric(18, 5);
update mark set number = number * 100 where name like 'credit-used:%';
