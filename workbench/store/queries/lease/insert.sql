-- Make the lease's row where there is none yet.
insert into lease (name, holder, until)
select cast($name as varchar), cast($holder as uuid), cast($until as timestamp)
where not exists (select 1 from lease as l where l.name = $name)
