-- Violated where a job does not wait in the queue any more.
select 1 where not exists (select 1 from job as j where j.id = $id and j.state = 'waiting')
