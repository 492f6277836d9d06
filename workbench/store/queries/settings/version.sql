-- A mark that differs whenever the settings changed: how many changes there were, and the last one's moment.
select count(*) as changes, max(recorded_at) as recorded_at from setting_history
