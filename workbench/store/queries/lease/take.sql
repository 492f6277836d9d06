-- Hold the lease until a moment; two who take it at the same moment collide here.
update lease set holder = cast($holder as uuid), until = cast($until as timestamp) where name = $name
