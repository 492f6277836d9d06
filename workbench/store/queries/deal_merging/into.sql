-- Into which deal another one was merged last, where that was not taken back.
select unit_id, keep_id from deal_merge where drop_id = $deal and not undone order by unit_id desc limit 1
