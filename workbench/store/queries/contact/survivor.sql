-- What a merged contact was merged into.
select c.merged_into
from contact as c
where c.id = $id and c.merged_into is not null
