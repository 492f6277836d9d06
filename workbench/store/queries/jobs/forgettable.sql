-- Count the jobs that ended before a moment.
select count(*) as n from job as j where j.ended_at < $before
