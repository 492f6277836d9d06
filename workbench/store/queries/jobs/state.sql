-- Read a job's state, and whether something of it is written.
select j.state, j.written_at, j.worker_id from job as j where j.id = $id
