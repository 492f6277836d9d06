-- Set the base currency that the settings name.
update setting set value = cast($value as varchar) where name = 'base_currency'
