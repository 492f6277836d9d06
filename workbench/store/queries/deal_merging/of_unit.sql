-- The merge of deals that a unit of work was.
select unit_id, keep_id, drop_id, undone from deal_merge where unit_id = $unit_id
