-- Violated where the number was given to another deal meanwhile.
select 1
where exists (select 1 from counter where name = 'opportunity' and value >= cast($number as bigint))
   or exists (select 1 from opportunity where number >= cast($number as bigint))
