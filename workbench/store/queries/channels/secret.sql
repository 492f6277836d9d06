-- The secret of one channel.
select secret from channel_secret where channel_id = $channel_id
