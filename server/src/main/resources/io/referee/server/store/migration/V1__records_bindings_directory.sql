-- Runs on H2 and PostgreSQL alike. Ids are ours and short; what peers send is never part of a key. Keys of records begin
-- with their group, by which they are read: each further index costs more than writing the row does.

create table cdr_call (
    group_id varchar not null primary key,
    owner varchar not null,
    from_uri varchar not null,
    to_uri varchar not null,
    start_at timestamp(3) with time zone not null,
    end_at timestamp(3) with time zone
);
create index cdr_call_owner on cdr_call (owner, start_at);

-- Groups that were written before they were over: what the next start has to end.
create table cdr_open (
    group_id varchar not null primary key
);

create table cdr_leg (
    leg_id varchar not null,
    group_id varchar not null,
    call_id varchar not null,
    owner varchar not null,
    direction varchar not null,
    sip_call_id varchar not null,
    local_tag varchar not null,
    remote_tag varchar not null,
    from_uri varchar not null,
    to_uri varchar not null,
    request_uri varchar not null,
    account varchar not null,
    payer varchar not null,
    created_by varchar not null,
    invite_at timestamp(3) with time zone not null,
    ring_at timestamp(3) with time zone,
    answer_at timestamp(3) with time zone,
    end_at timestamp(3) with time zone,
    end_status integer not null,
    end_by varchar not null,
    end_cause varchar not null,
    billable boolean not null,
    bill_millis bigint not null,
    primary key (group_id, leg_id)
);

create table cdr_segment (
    segment_id varchar not null,
    group_id varchar not null,
    owner varchar not null,
    leg_x varchar not null,
    leg_y varchar not null,
    kind varchar not null,
    because varchar not null,
    start_at timestamp(3) with time zone not null,
    end_at timestamp(3) with time zone,
    primary key (group_id, segment_id)
);

create table cdr_transfer (
    transfer_id varchar not null,
    group_id varchar not null,
    owner varchar not null,
    door varchar not null,
    kind varchar not null,
    transferor_leg varchar not null,
    transferee_leg varchar not null,
    target varchar not null,
    target_leg varchar not null,
    account varchar not null,
    referred_by varchar not null,
    depth integer not null,
    parent_id varchar not null,
    requested_at timestamp(3) with time zone not null,
    accepted_at timestamp(3) with time zone,
    answered_at timestamp(3) with time zone,
    joined_at timestamp(3) with time zone,
    finished_at timestamp(3) with time zone,
    outcome varchar not null,
    status integer not null,
    stage varchar not null,
    reason varchar not null,
    policy varchar not null,
    recovery varchar not null,
    primary key (group_id, transfer_id)
);

create table binding (
    binding_id varchar not null primary key, -- hash of aor and contact: a contact may be longer than a key can be
    aor varchar not null,
    contact varchar not null,
    source varchar not null,
    transport varchar not null,
    received_hop varchar not null,
    call_id varchar not null,
    c_seq bigint not null,
    q double precision not null,
    instance varchar not null,
    expires_at timestamp(3) with time zone not null
);

create table account_owner (
    name varchar not null primary key,
    password_hash varchar not null
);

create table api_key (
    key_hash varchar not null primary key,
    owner varchar not null,
    position integer not null
);

create table account (
    owner varchar not null,
    name varchar not null,
    domain varchar not null,
    ha1_md5 varchar not null,    -- sealed with AES-GCM, key in data/store.key
    ha1_sha256 varchar not null, -- likewise
    out_plan varchar not null,
    in_plan varchar not null,
    transfer varchar not null,
    primary key (name, domain)
);
create index account_by_owner on account (owner);

create table dial_plan (
    owner varchar not null,
    name varchar not null,
    type varchar not null,
    script varchar not null,
    primary key (owner, name)
);

create table dial_rule (
    owner varchar not null,
    plan varchar not null,
    position integer not null,
    direction varchar not null,
    match_kind varchar not null,
    pattern varchar not null,
    command varchar not null,
    parameters varchar not null,
    primary key (owner, plan, position)
);

create table mark (
    name varchar not null primary key, -- 'event-seq': numbers up to this may have been given out; 'last-seen': milliseconds
    number bigint not null
);

-- One row per leg, for spreadsheets and billing by SQL.
create view cdr_flat as
select
    l.group_id, l.leg_id, l.owner, l.payer, l.from_uri, l.to_uri, l.request_uri as dialed_to, l.invite_at as start_at,
    l.answer_at, l.end_at, l.billable, l.bill_millis, l.end_status, l.end_cause, l.created_by, c.to_uri as original_to
from cdr_leg l
left join cdr_call c on c.group_id = l.group_id;
