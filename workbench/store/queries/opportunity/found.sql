-- The deals in which each of some words stands: in title, number, tags, notes, or the name of the contact.
-- Every place that is searched is one branch: more places are more branches of the union.
with wanted as (
  select distinct lower(strip_accents(w.word)) as word
  from (select unnest($words) as word) as w
),
found as (
  select d.id, w.word
  from opportunity as d
  join wanted as w
    on contains(d.title_folded, w.word) or contains(d.tags_folded, w.word) or contains(d.notes_folded, w.word)
    or d.number = try_cast(w.word as bigint)
  union all
  select d.id, w.word
  from contact as c
  join wanted as w on contains(c.name_folded, w.word)
  join opportunity as d on d.contact_id = c.id
)
select s.id
from found as s
group by s.id
having count(distinct s.word) = (select count(*) from wanted)
