-- The deals in which each of some words stands: in title, number, tags, notes, name of the contact, or what was said.
-- Of a past moment, what had been written down by then counts.
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
  union all
  {{given past}}
  select s.opportunity_id as id, w.word
  from (
    select
      max_by(h.opportunity_id, h.version) as opportunity_id, max_by(h.archived, h.version) as archived,
      max_by(lower(strip_accents(concat_ws(' ', h.subject, h.body, h.outcome))), h.version) as said_folded
    from interaction_history as h
    where true
      {{given known}} and h.recorded_at < $known {{end}}
      {{given was}} and h.effective_at < $was {{end}}
    group by h.id
  ) as s
  join wanted as w on contains(s.said_folded, w.word)
  where not s.archived
  union all
  {{end}}
  select i.opportunity_id as id, w.word
  from interaction as i
  join wanted as w on contains(i.said_folded, w.word)
  where not i.archived {{given past}} and false {{end}}
)
select s.id
from found as s
group by s.id
having count(distinct s.word) = (select count(*) from wanted)
