-- Pause, resume or remove a channel.
update channel set active = cast($active as boolean), retired = cast($retired as boolean) where id = $id
