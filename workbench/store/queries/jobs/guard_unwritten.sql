-- Violated where a job has ended, or has written its changes.
select 1
where not exists (
  select 1 from job as j where j.id = $id and j.state in ('waiting', 'running') and j.written_at is null
)
