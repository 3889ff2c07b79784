-- Calls that are answered, as JSON: what the next start needs so that they go on.
create table live_call (
    call_id varchar not null primary key,
    note text not null
);
