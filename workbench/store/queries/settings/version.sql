-- When the settings last changed.
select max(recorded_at) as recorded_at from setting_history
