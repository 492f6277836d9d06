-- A contact and those that were merged into it.
select k.id from contact as k where k.id = $id or k.merged_into = $id
