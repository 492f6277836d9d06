-- Violated where another schedule has this name.
select 1 from schedule where name = $name and not retired
