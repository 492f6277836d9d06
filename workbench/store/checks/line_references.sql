-- Every line belongs to a deal, and its product family exists.
select cast(t.id as varchar) as record, 'opportunity_id' as column_name, cast(t.opportunity_id as varchar) as missing_key, 'opportunity' as in_table
from line as t
left join opportunity as r on r.id = t.opportunity_id
where t.opportunity_id is not null and r.id is null
union all
select cast(t.id as varchar) as record, 'family_id' as column_name, cast(t.family_id as varchar) as missing_key, 'product_family' as in_table
from line as t
left join product_family as r on r.id = t.family_id
where t.family_id is not null and r.id is null
