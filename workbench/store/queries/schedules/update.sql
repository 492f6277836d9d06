-- Pause, resume or retire a schedule; what fell due before since is not made up for.
update schedule set
  since = cast($since as timestamp), paused = cast($paused as boolean), retired = cast($retired as boolean)
where id = $id
