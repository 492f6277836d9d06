"""The versions of every deal: what happened to it, one event after the other."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from workbench.services.demo import calendar
from workbench.services.demo.arrays import Flags, Ints, Moments, Texts, strings, texts
from workbench.services.demo.deals import Deals
from workbench.services.demo.journeys import LOST, OPEN, REOPENED_IN, ROADS, WON, Journeys, travel
from workbench.services.demo.journeys import OFFER as OFFER_STAGE

KINDS = ("create", "move", "update", "update", "probability", "move", "move")
CREATED, MOVED, OFFERED, SLIPPED, BY_HAND, CLOSED, REOPENED = range(7)
HAND_CHOICES = {
    "sales/lead": ("0", "0", "25"), "sales/qualified": ("0", "10", "50"), "sales/needs": ("50", "10"),
    "sales/proposal": ("75", "25", "90"), "sales/negotiation": ("90", "90", "50"), "service/request": ("10", "50"),
    "service/visit": ("25", "75"), "service/offer": ("50", "90"), "service/confirmation": ("75", "75"),
}  # fmt: skip


@dataclass(frozen=True)
class Events:
    """Events in the order of deals and time. ``stage`` is ``workflow/code``, ``choice`` a probability set by hand."""

    deal: Ints
    when: Moments
    kind: Ints
    stage: Texts
    choice: Texts
    outcome: Ints

    def __len__(self) -> int:
        return len(self.deal)

    def part(self, start: int, end: int) -> Events:
        """Return the events of the deals from ``start`` up to but without ``end``."""
        low, high = np.searchsorted(self.deal, [start, end]).tolist()
        fields = (self.deal, self.when, self.kind, self.stage, self.choice, self.outcome)
        return Events(*(values[low:high] for values in fields))  # pyright: ignore[reportArgumentType]

    @property
    def first(self) -> Flags:
        """Which events are a deal's first."""
        return np.r_[True, self.deal[1:] != self.deal[:-1]]

    @property
    def newest(self) -> Flags:
        """Which events are a deal's last so far."""
        return np.r_[self.deal[1:] != self.deal[:-1], True]

    @property
    def version(self) -> Ints:
        """The version each event brought, from 1 without gaps."""
        start = np.flatnonzero(self.first)
        return np.arange(len(self)) - np.repeat(start, np.diff(np.r_[start, len(self)])) + 1


def draw_events(deals: Deals, *, dated: Flags, cut: np.datetime64, rng: np.random.Generator) -> Events:
    """Let all deals travel and tell what happened to each.

    Args:
        deals: the deals.
        dated: deals whose dates are fixed, so they never slip.
        cut: the present.
        rng: the seeded generator.
    """
    parts: list[Events] = []
    for workflow, road in ROADS.items():
        where = np.flatnonzero(deals.workflow == workflow)
        journeys = travel(deals.born[where], road, deals.tilt[where], cut, rng)
        names = np.array([f"{workflow}/{step.code}" for step in road], dtype=object)
        offer = [step.code for step in road].index(OFFER_STAGE[workflow])
        plan = deals.plan.close[where]
        parts += _moves(where, journeys, names)
        parts += [
            _offers(where, journeys, offer, cut, rng),
            _slips(where, deals.born[where], journeys, plan, dated[where], cut, rng),
            _choices(where, journeys, names, cut, rng),
            *_endings(where, journeys, workflow),
        ]
    return _in_order(parts)


def _moves(where: Ints, journeys: Journeys, names: Texts) -> list[Events]:
    parts: list[Events] = []
    for place, name in enumerate(names):
        here = ~np.isnat(journeys.entered[:, place])
        kind = CREATED if place == 0 else MOVED
        parts.append(_events(where[here], journeys.entered[here, place], kind, stage=str(name)))
    return parts


def _offers(where: Ints, journeys: Journeys, place: int, cut: np.datetime64, rng: np.random.Generator) -> Events:
    at = journeys.entered[:, place] + rng.integers(300, 3600, len(where)).astype("timedelta64[s]")
    here = offered(where) & ~np.isnat(at) & (at < cut)
    return _events(where[here], at[here], OFFERED)


def offered(deal: Ints) -> Flags:
    """Tell which deals get their final amounts with the offer; the others have them from the start."""
    return deal * 2_654_435_761 % 1000 < 550


def _slips(
    where: Ints, born: Moments, journeys: Journeys, plan: Moments, dated: Flags, cut: np.datetime64,
    rng: np.random.Generator,
) -> Events:  # fmt: skip
    day = np.busday_offset(plan - rng.integers(0, 9, len(where)).astype("timedelta64[D]"), 0, roll="backward")
    at = calendar.office_hour(day, rng)
    end = np.where(np.isnat(journeys.closed), cut, journeys.closed)
    here = (at > born) & (at < end) & ~dated & (rng.random(len(where)) < 0.75)
    return _events(where[here], at[here], SLIPPED)


def _choices(where: Ints, journeys: Journeys, names: Texts, cut: np.datetime64, rng: np.random.Generator) -> Events:
    entered = journeys.entered[np.arange(len(where)), journeys.last]
    end = np.where(np.isnat(journeys.closed), cut, journeys.closed)
    at = entered + ((end - entered).astype(np.int64) * rng.uniform(0.2, 0.6, len(where))).astype("timedelta64[s]")
    here = np.flatnonzero((rng.random(len(where)) < 0.24) & (at > entered + np.timedelta64(2, "h")) & (at < end))
    draws = rng.integers(0, 1 << 20, len(here))
    stages = [HAND_CHOICES[name] for name in strings(names[journeys.last[here]])]
    chosen = [codes[int(draw) % len(codes)] for codes, draw in zip(stages, draws, strict=True)]
    return _events(where[here], at[here], BY_HAND, choice=texts(chosen))


def _endings(where: Ints, journeys: Journeys, workflow: str) -> list[Events]:
    parts: list[Events] = []
    for outcome, name in ((WON, "won"), (LOST, "lost")):
        stage = f"{workflow}/{name}"
        first = journeys.outcome == outcome
        second = (journeys.second_outcome == outcome) & ~np.isnat(journeys.second_closed)
        parts += [
            _events(where[first], journeys.closed[first], CLOSED, stage=stage, outcome=outcome),
            _events(where[second], journeys.second_closed[second], CLOSED, stage=stage, outcome=outcome),
        ]
    again = ~np.isnat(journeys.reopened)
    back = f"{workflow}/{REOPENED_IN[workflow]}"
    return [*parts, _events(where[again], journeys.reopened[again], REOPENED, stage=back, outcome=OPEN)]


def _events(
    deal: Ints, at: Moments, kind: int, *, stage: str | None = None, choice: Texts | None = None, outcome: int = OPEN
) -> Events:
    count = len(deal)
    nothing = np.full(count, None, dtype=object)
    stages = nothing if stage is None else np.full(count, stage, dtype=object)
    kinds, outcomes = np.full(count, kind), np.full(count, outcome)
    return Events(deal, at.astype("datetime64[s]"), kinds, stages, nothing if choice is None else choice, outcomes)


def _in_order(parts: list[Events]) -> Events:
    def together(field: str) -> NDArray[np.generic]:
        return np.concatenate([getattr(part, field) for part in parts])

    deal, at, kind = together("deal"), together("when"), together("kind")
    order = np.lexsort((kind, at, deal))
    fields = (deal, at, kind, together("stage"), together("choice"), together("outcome"))
    return Events(*(values[order] for values in fields))  # pyright: ignore[reportArgumentType]
