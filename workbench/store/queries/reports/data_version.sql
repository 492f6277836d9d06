-- Which state of the data a report saw: how many units of work there were, and the last one's moment.
select count(*) as units, max(recorded_at) as recorded_at from unit_of_work
