-- Violated where a job has ended, or has written its changes.
select 1 from job as j
where j.id = $id and (j.state not in ('waiting', 'running') or j.written_at is not null)
