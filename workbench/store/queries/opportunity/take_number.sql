-- Advance the counter; two units of work that take a number at the same moment collide here, and one tries again.
update counter set value = cast($number as bigint) where name = 'opportunity'
