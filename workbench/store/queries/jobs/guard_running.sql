-- Violated where a job does not run any more: it was cancelled, or reported failed.
select 1 where not exists (select 1 from job as j where j.id = $id and j.state = 'running')
