-- Mark a running job as written, last of all: its unit of work and a cancel that was faster collide here.
-- DuckDB finds that two transactions collide column by column, so the state is written although it stays the same.
update job set state = 'running', written_at = cast($now as timestamp) where id = $id and state = 'running'
