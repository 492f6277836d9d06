-- How many records use each workflow.
select u.id, cast(sum(u.count) as bigint) as count
from (
  select o.workflow_id as id, count(*) as count from opportunity as o group by o.workflow_id union all
  select t.workflow_id as id, count(*) as count from opportunity_type as t where t.workflow_id is not null and not t.retired group by t.workflow_id
) as u
group by u.id
