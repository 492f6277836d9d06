-- Violated where somebody added activity types meanwhile.
select 1 from activity_type
