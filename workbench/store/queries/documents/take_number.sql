-- Advance the counter of a kind of document; two units of work that do so at the same moment collide here.
update counter set value = cast($number as bigint) where name = cast($kind as varchar)
