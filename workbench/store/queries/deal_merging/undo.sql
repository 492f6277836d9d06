-- Note that a merge of deals was taken back.
update deal_merge set undone = true where unit_id = $unit_id
