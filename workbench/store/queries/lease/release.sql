-- Let the lease run out at once, where it is still held.
update lease set until = cast($now as timestamp) where name = $name and holder = $holder
