-- Add a schedule.
insert into schedule (
  id, name, cron, zone, kind, arguments, user_login, language, catch_up, retries, since, paused, retired
)
select
  cast($id as uuid), cast($name as varchar), cast($cron as varchar), cast($zone as varchar), cast($kind as varchar),
  cast($arguments as varchar), cast($user_login as varchar), cast($language as varchar), cast($catch_up as varchar),
  cast($retries as integer), cast($since as timestamp), cast($paused as boolean), cast($retired as boolean)
