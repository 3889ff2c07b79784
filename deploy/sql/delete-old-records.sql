-- Deletes the records of calls that ended more than 400 days ago, on PostgreSQL and H2 alike: docs/operations.md says how.
-- Another number of days goes into all six places.
delete from cdr_link where group_id in (select group_id from cdr_call where end_at < current_date - interval '400' day);
delete from cdr_transfer where group_id in (select group_id from cdr_call where end_at < current_date - interval '400' day);
delete from cdr_segment where group_id in (select group_id from cdr_call where end_at < current_date - interval '400' day);
delete from cdr_leg where group_id in (select group_id from cdr_call where end_at < current_date - interval '400' day);
delete from cdr_call where end_at < current_date - interval '400' day;
delete from audit where happened_at < current_date - interval '400' day;
