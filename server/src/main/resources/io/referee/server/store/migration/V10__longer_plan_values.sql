-- As long as the older service let them be.
alter table plan_value alter column content set data type varchar(10000);
