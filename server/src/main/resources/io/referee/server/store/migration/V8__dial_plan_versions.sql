-- Runs on H2 and PostgreSQL alike.

-- Each text that a dial plan has had, as it can be put back. It outlives the plan, so that what was removed by mistake can be had again.
create table dial_plan_version (
    owner varchar not null,
    plan varchar not null,
    number integer not null,
    saved_at timestamp(3) with time zone not null,
    who varchar not null,
    body varchar not null,
    primary key (owner, plan, number)
);
