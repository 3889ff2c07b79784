-- How an account may be used: whether it takes calls only, and from which networks without a password (10.0.0.0/8, with commas between).
alter table account add column incoming_only boolean default false not null;
alter table account add column addresses varchar(1000) default '' not null;
