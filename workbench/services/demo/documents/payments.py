"""Payments of invoices: on time, late, in parts or not yet; credit notes are set off against what they take back."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from workbench.services.demo.arrays import Ints, Moments
from workbench.services.demo.documents.facts import Facts, at_work
from workbench.services.demo.documents.invoices import Invoices
from workbench.services.demo.offers import summed

METHODS = ("transfer", "direct_debit", "card", "offset")
OFFSET = 3
LATENESS = (((-6, 1), 0.56), ((1, 16), 0.29), ((16, 75), 0.125), ((200, 400), 0.025))


@dataclass(frozen=True)
class Payments:
    """One place a payment, in the order of invoices and time; ``offset`` is the document on the other side, or -1."""

    invoice: Ints
    paid: Moments
    cents: Ints
    method: Ints
    offset: Ints

    def __len__(self) -> int:
        return len(self.invoice)


def draw_payments(facts: Facts, invoices: Invoices, rng: np.random.Generator) -> Payments:
    """Draw what was paid by now."""
    notes = np.flatnonzero(invoices.credit > 0)
    parts = [*_money(facts, invoices, notes, rng), *_set_off(facts, invoices, notes, rng)]
    together = [np.concatenate([getattr(part, name) for part in parts]) for name in Payments.__dataclass_fields__]
    order = np.lexsort((together[1], together[0]))
    return Payments(*(values[order] for values in together))


def _money(facts: Facts, invoices: Invoices, notes: Ints, rng: np.random.Generator) -> list[Payments]:
    taken_back = summed(-invoices.net[notes], invoices.source[notes], len(invoices))
    owed = np.where(invoices.credit > 0, 0, invoices.net - taken_back)
    chosen = np.flatnonzero(owed > 0)
    count = len(chosen)
    kinds = rng.choice(len(LATENESS), count, p=[share for _days, share in LATENESS])
    low, high = (np.array([days[side] for days, _share in LATENESS])[kinds] for side in (0, 1))
    late = rng.integers(low, high).astype("timedelta64[D]")
    at = at_work((invoices.due[chosen] + late).astype("datetime64[s]"), rng)
    at = np.maximum(at, invoices.dated[chosen] + np.timedelta64(7_200, "s"))
    halves = rng.random(count) < 0.09
    first = np.where(halves, owed[chosen] * 6 // 10, owed[chosen])
    method = rng.choice(3, count, p=[0.86, 0.1, 0.04])
    rest = at_work(at + rng.integers(15, 60, count).astype("timedelta64[D]"), rng)
    rows = ((np.arange(count), at, first), (np.flatnonzero(halves), rest, owed[chosen] - first))
    parts: list[Payments] = []
    for some, when, cents in rows:
        some = some[(when[some] < facts.cut) & (cents[some] > 0)]  # noqa: PLW2901 - what has happened
        parts.append(Payments(chosen[some], when[some], cents[some], method[some], np.full(len(some), -1)))
    return parts


def _set_off(facts: Facts, invoices: Invoices, notes: Ints, rng: np.random.Generator) -> list[Payments]:
    at = invoices.dated[notes] + np.timedelta64(60, "s")
    done = (rng.random(len(notes)) < 0.93) & (at < facts.cut)
    credit, at = notes[done], at[done]
    source, cents, method = invoices.source[credit], -invoices.net[credit], np.full(len(credit), OFFSET)
    return [Payments(source, at, cents, method, credit), Payments(credit, at, -cents, method, source)]
