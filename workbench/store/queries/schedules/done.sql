-- Whether a run was made; attempt -1 stands for the notice that it failed for good.
select 1 from schedule_run where schedule_id = $schedule_id and due_at = $due_at and attempt = $attempt
union all
select 1 from schedule_failure where schedule_id = $schedule_id and due_at = $due_at and $attempt = -1
