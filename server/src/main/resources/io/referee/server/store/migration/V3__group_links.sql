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

-- One row per leg, for spreadsheets and billing by SQL: the columns of the API, as far as the leg's own group tells.
drop view cdr_flat;
create view cdr_flat as
select
    f.group_id, f.leg_id, f.owner, f.payer, f.from_uri, f.to_uri, f.dialed_to,
    case when f.answer_at is null then '' when f.direction = 'out' then f.party else coalesce(f.first_party, '') end as answered_by,
    f.start_at, f.answer_at, f.end_at, f.billable, f.bill_millis, f.end_status, f.end_cause, f.created_by,
    coalesce(t.transfer_id, '') as transfer_id,
    case
        when t.transfer_id is null then 'none'
        when t.target_leg = f.leg_id or f.created_by like '%:' || t.transfer_id then 'target'
        when t.transferor_leg = f.leg_id then 'transferor'
        else 'transferee'
    end as transfer_role,
    coalesce(t.account, '') as transferor_account,
    f.original_to,
    coalesce(f.final_party, '') as final_party
from (
    select
        l.group_id, l.leg_id, l.owner, l.payer, l.from_uri, l.to_uri, l.request_uri as dialed_to, l.direction,
        l.invite_at as start_at, l.answer_at, l.end_at, l.billable, l.bill_millis, l.end_status, l.end_cause, l.created_by,
        c.to_uri as original_to,
        case when l.account <> '' then l.account when l.direction = 'in' then l.from_uri else l.to_uri end as party,
        (
            select case when p.account <> '' then p.account when p.direction = 'in' then p.from_uri else p.to_uri end
            from cdr_segment s
            join cdr_leg p on p.group_id = s.group_id and p.leg_id in (s.leg_x, s.leg_y) and p.leg_id <> l.leg_id
            where s.group_id = l.group_id and l.leg_id in (s.leg_x, s.leg_y)
            order by s.start_at, s.segment_id limit 1
        ) as first_party,
        (
            select case when p.account <> '' then p.account when p.direction = 'in' then p.from_uri else p.to_uri end
            from cdr_segment s
            join cdr_leg p on p.group_id = s.group_id and p.leg_id in (s.leg_x, s.leg_y) and p.leg_id <> l.leg_id
            where s.group_id = l.group_id and l.leg_id in (s.leg_x, s.leg_y)
            order by s.start_at desc, s.segment_id desc limit 1
        ) as final_party,
        (
            select x.transfer_id
            from cdr_transfer x
            where x.group_id = l.group_id
                and (l.leg_id in (x.transferor_leg, x.transferee_leg, x.target_leg) or l.created_by like '%:' || x.transfer_id)
            order by x.requested_at desc, x.transfer_id desc limit 1
        ) as last_transfer
    from cdr_leg l
    left join cdr_call c on c.group_id = l.group_id
) f
left join cdr_transfer t on t.group_id = f.group_id and t.transfer_id = f.last_transfer;
