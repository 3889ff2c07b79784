-- What stands between the phones of an account and the world: whether doors in NATs are kept open, and the name of their network (empty: none).
alter table account add column nat_keep_alives boolean default false not null;
alter table account add column network_id varchar(16) default '' not null;
-- Whom the messages of a call are mailed to when the script of a plan wants that; empty: nobody.
alter table dial_plan add column trace_email varchar(255) default '' not null;
