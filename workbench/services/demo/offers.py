"""What deals are about: lines with quantities, prices and discounts, exact to the cent, before and after the offer."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from workbench.services.demo import company
from workbench.services.demo.arrays import Flags, Ints, Texts

DISCOUNTS = np.array([0, 2, 3, 5, 8, 10, 12, 15, 20])
DISCOUNT_SHARES = np.array([0.3, 0.08, 0.12, 0.2, 0.12, 0.1, 0.04, 0.03, 0.01])
CODES = [family.code for family in company.FAMILIES]
RATE_ONE = 100_000_000
MACHINE = 500_000


@dataclass(frozen=True)
class Amounts:
    """A line's quantity and its amounts in cents of the deal's currency."""

    quantity: Ints
    gross: Ints
    discount: Ints

    @property
    def net(self) -> Ints:
        """Gross minus discount."""
        return self.gross - self.discount


@dataclass(frozen=True)
class Lines:
    """All lines: ``deal`` is the place of the deal, ``family`` counts in ``company.FAMILIES``, prices are in cents."""

    deal: Ints
    position: Ints
    family: Ints
    article: Ints
    price: Ints
    first: Amounts
    final: Amounts

    @property
    def differs(self) -> Flags:
        """Which lines the offer changed."""
        return (self.first.quantity != self.final.quantity) | (self.first.discount != self.final.discount)


def draw_main_families(workflows: Texts, rng: np.random.Generator) -> Ints:
    """Draw for each deal the family it is mainly about."""
    main = np.zeros(len(workflows), dtype=np.int64)
    for workflow in ("sales", "service"):
        weights = np.array([family.main.get(workflow, 0.0) for family in company.FAMILIES])
        where = np.flatnonzero(workflows == workflow)
        main[where] = rng.choice(len(weights), len(where), p=weights / weights.sum())
    return main


def draw_lines(main: Ints, workflows: Texts, rate: Ints, rng: np.random.Generator) -> Lines:
    """Draw one to four lines a deal.

    Args:
        main: the main family of each deal.
        workflows: the workflow code of each deal.
        rate: base units for one unit of the deal's currency, in hundred-millionths.
        rng: the seeded generator.
    """
    count = rng.choice([1, 2, 3, 4], len(main), p=[0.38, 0.32, 0.2, 0.1])
    deal = np.repeat(np.arange(len(main)), count)
    position = np.arange(len(deal)) - np.repeat(np.cumsum(count) - count, count) + 1
    family = np.where(position == 1, main[deal], _companions(workflows[deal], rng))
    low = np.array([item.quantity[0] for item in company.FAMILIES])[family]
    high = np.array([item.quantity[1] for item in company.FAMILIES])[family]
    step = np.array([item.step for item in company.FAMILIES])[family]
    steps = np.floor((high - low) / step * rng.beta(1.1, 2.4, len(deal)) + 0.35).astype(np.int64)
    quantity = low + step * steps
    listed = np.array([int(item.price * 100) for item in company.FAMILIES])[family]
    listed = listed * rng.lognormal(0, np.where(listed > MACHINE, 0.5, 0.12))
    price = _tidy(np.round(listed * RATE_ONE / rate[deal]).astype(np.int64))
    percent = rng.choice(DISCOUNTS, len(deal), p=DISCOUNT_SHARES)
    fewer = np.where((rng.random(len(deal)) < 0.25) & (quantity > low), quantity - step, quantity)
    return Lines(
        deal=deal, position=position, family=family, article=rng.integers(0, 1 << 20, len(deal)), price=price,
        first=_amounts(fewer, price, np.zeros_like(percent)), final=_amounts(quantity, price, percent),
    )  # fmt: skip


def summed(values: Ints, deal: Ints, deals: int) -> Ints:
    """Add up cents of lines by deal; exact."""
    total = np.zeros(deals, dtype=np.int64)
    np.add.at(total, deal, values)
    return total


def in_base(cents: Ints, rate: Ints) -> Ints:
    """Convert cents at a rate in hundred-millionths, rounded half up as money is."""
    return (cents * rate + RATE_ONE // 2) // RATE_ONE


def _companions(workflows: Texts, rng: np.random.Generator) -> Ints:
    drawn = np.zeros(len(workflows), dtype=np.int64)
    for workflow, weights in company.COMPANIONS.items():
        where = np.flatnonzero(workflows == workflow)
        shares = np.array(list(weights.values()))
        places = np.array([CODES.index(code) for code in weights])
        drawn[where] = rng.choice(places, len(where), p=shares / shares.sum())
    return drawn


def _tidy(cents: Ints) -> Ints:
    step = np.where(cents >= 200_000, 5_000, np.where(cents >= 10_000, 100, 10))
    return np.maximum((cents + step // 2) // step * step, 10)


def _amounts(quantity: Ints, price: Ints, percent: Ints) -> Amounts:
    gross = quantity * price
    return Amounts(quantity, gross, (gross * percent + 50) // 100)
