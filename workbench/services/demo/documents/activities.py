"""Activities: done in the past, more of them on recent deals, and planned ahead for those that are still open."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from workbench.services.demo.arrays import NEVER, Flags, Ints, Moments
from workbench.services.demo.documents.activity_types import ACTIVITY_KINDS, CODES
from workbench.services.demo.documents.facts import DAY, HOUR, Facts, at_work, days_later, spread
from workbench.services.demo.journeys import OPEN, WON

PLANNED, DONE, CANCELLED = range(3)
STATES = ("planned", "done", "cancelled")
MEANS = ((365, 4.6), (730, 3.2), (10_000, 1.9))
SHARES = np.array([kind.share for kind in ACTIVITY_KINDS])
FOLLOWING = np.array([CODES.index(kind.plan.following) if kind.plan.following else 0 for kind in ACTIVITY_KINDS])
MINUTE = np.timedelta64(60, "s")


@dataclass(frozen=True)
class Activities:
    """One place an activity, in the order of deals and time; ``ended`` is when it was done or cancelled.

    ``due`` is ``NaT`` for what was only written down afterwards, ``follows`` the activity that suggested it, or -1.
    """

    deal: Ints
    kind: Ints
    created: Moments
    due: Moments
    ended: Moments
    state: Ints
    mandatory: Flags
    follows: Ints
    drawn: Ints

    def __len__(self) -> int:
        return len(self.deal)


def draw_activities(facts: Facts, rng: np.random.Generator) -> Activities:
    """Draw the activities of all deals."""
    parts = [_past(facts, rng), _ahead(facts, rng, share=0.82), _ahead(facts, rng, share=0.2), _handed_over(facts, rng)]
    names = [name for name in Activities.__dataclass_fields__ if name not in {"follows", "drawn"}]
    together = [np.concatenate([getattr(part, name) for part in parts]) for name in names]
    order = np.lexsort((together[names.index("created")], together[0]))
    fields = dict(zip(names, (values[order] for values in together), strict=True))
    follows = _follows(fields["deal"], fields["created"], fields["ended"], fields["state"])
    kind = np.where(follows >= 0, FOLLOWING[fields["kind"][follows]], fields["kind"])
    return Activities(**fields | {"kind": kind}, follows=follows, drawn=rng.integers(0, 1 << 20, len(kind)))


def _activities(
    deal: Ints, created: Moments, due: Moments, ended: Moments, state: Ints, rng: np.random.Generator,
    kind: Ints | None = None,
) -> Activities:  # fmt: skip
    count = len(deal)
    drawn = rng.choice(len(CODES), count, p=SHARES / SHARES.sum())
    mandatory = ~np.isnat(due) & (rng.random(count) < 0.12)
    nothing = np.zeros(count, dtype=np.int64)
    return Activities(deal, drawn if kind is None else kind, created, due, ended, state, mandatory, nothing, nothing)


def _past(facts: Facts, rng: np.random.Generator) -> Activities:
    born = facts.story.deals.born
    age = ((facts.cut - born) / DAY).astype(np.int64)
    mean = np.select([age < days for days, _mean in MEANS], [mean for _days, mean in MEANS], 1.0)
    deal, _number = spread(rng.poisson(mean))
    start, end = born[deal] + np.timedelta64(600, "s"), facts.end[deal] - MINUTE
    span = np.maximum((end - start).astype(np.int64), 0)
    ended = start + (span * rng.random(len(deal))).astype("timedelta64[s]")
    ended = np.maximum(np.minimum(at_work(ended, rng), end), start)
    planned = rng.random(len(deal)) < 0.3
    ahead = (rng.uniform(1.5, 18, len(deal)) * 86_400).astype("timedelta64[s]")
    created = np.where(planned, np.maximum(ended + (-ahead), start - 5 * MINUTE), ended)
    late = np.where(rng.random(len(deal)) < 0.65, 0, rng.integers(1, 8, len(deal))).astype("timedelta64[D]")
    due = np.maximum(ended.astype("datetime64[D]") + (-late), created.astype("datetime64[D]")).astype("datetime64[s]")
    state = np.where(planned & (rng.random(len(deal)) < 0.05), CANCELLED, DONE)
    here = ended < facts.cut
    due = np.where(planned, due, NEVER)
    return _activities(deal[here], created[here], due[here], ended[here], state[here], rng)


def _ahead(facts: Facts, rng: np.random.Generator, *, share: float) -> Activities:
    born = facts.story.deals.born
    deal = np.flatnonzero((facts.outcome == OPEN) & (rng.random(len(born)) < share))
    count = len(deal)
    away = np.where(rng.random(count) < 0.22, rng.integers(-30, 0, count), rng.integers(0, 45, count))
    planned: Moments = np.full(count, facts.cut).astype("datetime64[D]") + away.astype("timedelta64[D]")
    due = np.busday_offset(planned, 0, roll="forward")
    due = np.maximum(due.astype("datetime64[s]"), born[deal].astype("datetime64[D]") + np.timedelta64(1, "D"))
    before = np.minimum(due, facts.cut) + (-(rng.uniform(0.3, 15, count) * 86_400).astype("timedelta64[s]"))
    created = np.minimum(np.maximum(before, born[deal] + 5 * MINUTE), facts.cut - MINUTE)
    return _activities(deal, created, due, np.full(count, NEVER), np.full(count, PLANNED), rng)


def _handed_over(facts: Facts, rng: np.random.Generator) -> Activities:
    deal = np.flatnonzero((facts.outcome == WON) & (rng.random(len(facts.outcome)) < 0.5))
    deal = deal[facts.closed[deal] + HOUR < facts.cut]
    created = facts.closed[deal] + HOUR
    due = created.astype("datetime64[D]") + rng.integers(3, 21, len(deal)).astype("timedelta64[D]")
    ended = days_later(created, 1, 22, rng)
    done = (ended < facts.cut) & (rng.random(len(deal)) < 0.985)
    task = np.full(len(deal), CODES.index("task"))
    state = np.where(done, DONE, PLANNED)
    return _activities(deal, created, due.astype("datetime64[s]"), np.where(done, ended, NEVER), state, rng, task)


def _follows(deal: Ints, created: Moments, ended: Moments, state: Ints) -> Ints:
    """Return, for a planned activity, the place of the deal's activity before it, where that is done."""
    before = np.arange(len(deal)) - 1
    known = (before >= 0) & (state == PLANNED)
    known &= (deal[before] == deal) & (state[before] == DONE)
    known[known] = ended[before[known]] <= created[known]
    return np.where(known, before, -1)
