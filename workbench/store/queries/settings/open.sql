-- Touch the row on which two processes collide that open a store, or change its users, at the same moment.
update setting set value = cast($opened_at as varchar) where name = 'opened_at'
