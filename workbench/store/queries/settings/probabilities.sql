-- All rows of the table probability.
select id, position, code, name, percent, outcome, retired
from probability
order by position, code
