"""Orders of won deals: one, or several in parts and call-offs, whose lines add up to the deal's lines."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from workbench.services.demo.arrays import NEVER, Ints, Moments
from workbench.services.demo.documents.facts import Facts, at_work, days_later, ranks, spread
from workbench.services.demo.journeys import WON
from workbench.services.demo.offers import CODES, summed

CALLED_OFF = ("labels", "spares", "maintenance_plan")
PARTS = np.array([1, 2, 3, 4, 6])
PART_SHARES = {True: [0.3, 0.2, 0.2, 0.2, 0.1], False: [0.78, 0.2, 0.02, 0.0, 0.0]}


@dataclass(frozen=True)
class OrderLines:
    """In the order of orders; ``line`` is the deal's line, amounts are cents."""

    order: Ints
    line: Ints
    quantity: Ints
    gross: Ints
    discount: Ints

    def of(self, orders: Ints) -> tuple[Ints, Ints]:
        """Return for orders the place in ``orders`` and the order line of each of their lines."""
        first = np.searchsorted(self.order, orders)
        which, position = spread(np.searchsorted(self.order, orders, side="right") - first)
        return which, first[which] + position


@dataclass(frozen=True)
class Orders:
    """One place an order, in the order of deals and time; ``delivered`` is ``NaT`` where it has not come."""

    deal: Ints
    part: Ints
    number: Ints
    placed: Moments
    planned_delivery: Moments
    planned_invoice: Moments
    delivered: Moments
    gross: Ints
    discount: Ints
    lines: OrderLines

    def __len__(self) -> int:
        return len(self.deal)

    @property
    def net(self) -> Ints:
        """What was ordered, in cents."""
        return self.gross - self.discount


def draw_orders(facts: Facts, rng: np.random.Generator) -> Orders:
    """Draw the orders of won deals."""
    won = np.flatnonzero(facts.outcome == WON)
    won = won[rng.random(len(won)) < 0.975]
    parts = _parts(facts, won, rng)
    at_once = rng.integers(600, 10_800, len(won)).astype("timedelta64[s]")
    later = days_later(facts.closed[won], 1, 6, rng)
    first = np.where(rng.random(len(won)) < 0.6, facts.closed[won] + at_once, later)
    which, part = spread(parts)
    gap = rng.integers(20, 55, len(won))[which]
    later_parts = first[which] + (part * gap).astype("timedelta64[D]")
    placed = np.where(part == 0, first[which], at_work(later_parts, rng))
    lines = _lines(facts, won[which], part, parts[which])
    real = (placed < facts.cut) & (np.bincount(lines.order, minlength=len(which)) > 0)
    return _kept(facts, won[which], part, placed, lines, real, rng)


def _parts(facts: Facts, won: Ints, rng: np.random.Generator) -> Ints:
    main = facts.story.deals.main[won]
    called = np.isin(main, [CODES.index(code) for code in CALLED_OFF])
    drawn = {kind: PARTS[rng.choice(len(PARTS), len(won), p=shares)] for kind, shares in PART_SHARES.items()}
    return np.where(called, drawn[True], drawn[False])


def _lines(facts: Facts, deal: Ints, part: Ints, parts: Ints) -> OrderLines:
    order, line = facts.lines_of(deal)
    whole, amounts = facts.amounts.quantity[line], facts.amounts
    upto = [-(-whole * (part[order] + more) // parts[order]) for more in (0, 1)]
    off = [amounts.discount[line] * quantity // whole for quantity in upto]
    quantity = upto[1] - upto[0]
    price = facts.story.deals.lines.price[line]
    some = np.flatnonzero(quantity > 0)
    return OrderLines(order[some], line[some], quantity[some], (quantity * price)[some], (off[1] - off[0])[some])


def _kept(
    facts: Facts, deal: Ints, part: Ints, placed: Moments, lines: OrderLines, real: np.ndarray,
    rng: np.random.Generator,
) -> Orders:  # fmt: skip
    renumbered = np.cumsum(real) - 1
    here = real[lines.order]
    kept = OrderLines(
        renumbered[lines.order[here]], lines.line[here], lines.quantity[here], lines.gross[here], lines.discount[here]
    )
    deal, part, placed = deal[real], part[real], placed[real]
    count = len(deal)
    service = facts.story.deals.workflow[deal] == "service"
    usual = np.where(service, rng.integers(7, 35, count), rng.integers(35, 120, count))
    wait = np.where(part > 0, rng.integers(5, 20, count), usual)
    planned = np.busday_offset(placed.astype("datetime64[D]") + wait.astype("timedelta64[D]"), 0, roll="forward")
    slip = np.where(rng.random(count) < 0.7, rng.integers(-3, 3, count), rng.integers(3, 30, count))
    came = at_work((planned + slip.astype("timedelta64[D]")).astype("datetime64[s]"), rng)
    came = np.maximum(came, placed + np.timedelta64(1, "D"))
    return Orders(
        deal=deal, part=part, number=ranks(placed), placed=placed, planned_delivery=planned,
        planned_invoice=planned + rng.integers(2, 25, count).astype("timedelta64[D]"),
        delivered=np.where(came < facts.cut, came, NEVER), gross=summed(kept.gross, kept.order, count),
        discount=summed(kept.discount, kept.order, count), lines=kept,
    )  # fmt: skip
