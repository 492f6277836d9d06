-- Violated where another channel has this code.
select 1 from channel where code = $code and not retired
