-- Keep the secret with which a channel's messages are signed.
insert into channel_secret (channel_id, secret)
select cast($channel_id as uuid), cast($secret as varchar)
