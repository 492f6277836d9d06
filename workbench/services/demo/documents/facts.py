"""What the documents follow from: how each deal ended, when it reached the offer, and its lines as they stand."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from workbench.services.demo import calendar
from workbench.services.demo.arrays import NEVER, Ints, Moments
from workbench.services.demo.events import CLOSED, MOVED, OFFERED, REOPENED, Events
from workbench.services.demo.journeys import OFFER as OFFER_STAGE
from workbench.services.demo.journeys import OPEN
from workbench.services.demo.offers import Amounts
from workbench.services.demo.rates import Rates
from workbench.services.demo.states import line_amounts, outcomes
from workbench.services.demo.story import Story

HOUR = np.timedelta64(3600, "s")
DAY = np.timedelta64(86_400, "s")


@dataclass(frozen=True)
class Facts:
    """One place a deal, but for ``amounts``, which has one a line; moments that have not come are ``NaT``."""

    story: Story
    rates: Rates
    outcome: Ints
    closed: Moments
    reached: Moments
    end: Moments
    amounts: Amounts
    first_line: Ints
    line_count: Ints

    @property
    def cut(self) -> np.datetime64:
        """The present."""
        return self.story.cut

    def lines_of(self, deals: Ints) -> tuple[Ints, Ints]:
        """Return for deals, some of them perhaps more than once, the place in ``deals`` and the line of each line."""
        which, position = spread(self.line_count[deals])
        return which, self.first_line[deals][which] + position


def gather(story: Story, rates: Rates) -> Facts:
    """Read the facts out of the story."""
    deals, events = story.deals, story.events
    count = len(deals)
    outcome = outcomes(events)
    closed = _last(events, events.kind == CLOSED, count)
    closed[outcome == OPEN] = NEVER
    made = np.zeros(count, dtype=bool)
    made[events.deal[events.kind == OFFERED]] = True
    lines = np.bincount(deals.lines.deal, minlength=count)
    return Facts(
        story=story, rates=rates, outcome=outcome, closed=closed, reached=_reached(events, count),
        end=np.where(np.isnat(closed), story.cut, closed),
        amounts=line_amounts(deals, offer_made=made[deals.lines.deal]), first_line=np.cumsum(lines) - lines,
        line_count=lines,
    )  # fmt: skip


def spread(counts: Ints) -> tuple[Ints, Ints]:
    """Return, for so many parts of each thing, the place of the thing and the part's own number from 0."""
    which = np.repeat(np.arange(len(counts)), counts)
    return which, np.arange(len(which)) - np.repeat(np.cumsum(counts) - counts, counts)


def at_work(moments: Moments, rng: np.random.Generator) -> Moments:
    """Move moments to office hours of that working day or the next one."""
    day = np.busday_offset(moments.astype("datetime64[D]"), 0, roll="forward")
    return calendar.office_hour(day, rng)


def days_later(moments: Moments, low: int, high: int, rng: np.random.Generator) -> Moments:
    """Return office hours some days after moments, and never before them."""
    days = rng.integers(low, high, len(moments)).astype("timedelta64[D]")
    return np.maximum(at_work(moments + days, rng), moments + np.timedelta64(1_800, "s"))


def ranks(moments: Moments) -> Ints:
    """Return the place of each moment in time, from 1."""
    found = np.empty(len(moments), dtype=np.int64)
    found[np.argsort(moments, kind="stable")] = np.arange(1, len(moments) + 1)
    return found


def _reached(events: Events, count: int) -> Moments:
    stages = [f"{workflow}/{code}" for workflow, code in OFFER_STAGE.items()]
    entered = (events.kind == MOVED) & np.isin(events.stage.astype(str), stages)
    found = np.full(count, NEVER)
    where = np.flatnonzero(entered | (events.kind == REOPENED))[::-1]
    found[events.deal[where]] = events.when[where]
    return found


def _last(events: Events, here: np.ndarray, count: int) -> Moments:
    found = np.full(count, NEVER)
    found[events.deal[here]] = events.when[here]
    return found
