-- Register a process that runs jobs.
insert into worker (id, host, pid, started_at, seen_at) values ($id, $host, $pid, $now, $now)
