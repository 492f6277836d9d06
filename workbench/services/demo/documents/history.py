"""The versions of every document and the units of work that brought them, drawn once for all deals."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from workbench.services.demo.arrays import Flags, Ints, Keys, Moments
from workbench.services.demo.documents.activities import PLANNED, Activities
from workbench.services.demo.documents.invoices import Invoices
from workbench.services.demo.documents.offers import Offers
from workbench.services.demo.documents.orders import Orders
from workbench.services.demo.documents.payments import Payments
from workbench.services.demo.keys import draw_keys

UNIT_KINDS = ("offer", "decide", "order", "deliver", "invoice", "pay", "plan", "done")
OFFERED, DECIDED, ORDERED, DELIVERED, INVOICED, PAID, PLANNING, DOING = range(8)
CREATED, CHANGED, ENDED = range(3)


@dataclass(frozen=True)
class Units:
    """Units of work: whose deal, what kind, when it happened and when it was recorded."""

    deal: Ints
    kind: Ints
    recorded: Moments
    keys: Keys


@dataclass(frozen=True)
class Versions:
    """Versions in the order of records and time; ``cause`` is the invoice or payment that brought one, or -1."""

    place: Ints
    when: Moments
    kind: Ints
    unit: Ints
    cause: Ints

    def __len__(self) -> int:
        return len(self.place)

    @property
    def first(self) -> Flags:
        """Which versions are a record's first."""
        return np.r_[True, self.place[1:] != self.place[:-1]] if len(self) else np.zeros(0, dtype=bool)

    @property
    def newest(self) -> Flags:
        """Which versions are a record's last."""
        return np.r_[self.place[1:] != self.place[:-1], True] if len(self) else np.zeros(0, dtype=bool)

    @property
    def number(self) -> Ints:
        """The version, from 1."""
        start = np.flatnonzero(self.first)
        return np.arange(len(self)) - np.repeat(start, np.diff(np.r_[start, len(self)])) + 1

    def part(self, start: int, end: int) -> Versions:
        """Return the versions of the records from ``start`` up to but without ``end``."""
        low, high = np.searchsorted(self.place, [start, end]).tolist()
        here = slice(low, high)
        return Versions(self.place[here], self.when[here], self.kind[here], self.unit[here], self.cause[here])

    def so_far(self, amounts: Ints) -> Ints:
        """Add up amounts from each record's first version on."""
        total = np.cumsum(amounts)
        start = np.flatnonzero(self.first)
        before = total[start] - amounts[start]
        return total - np.repeat(before, np.diff(np.r_[start, len(self)]))


@dataclass(frozen=True)
class History:
    """The units of work and the versions.

    ``made``, ``placed``, ``billed`` and ``paid`` are the units that brought each offer, order, invoice and payment.
    """

    units: Units
    offers: Versions
    orders: Versions
    invoices: Versions
    activities: Versions
    made: Ints
    placed: Ints
    billed: Ints
    paid: Ints


class _Book:
    """Takes units of work down, section by section."""

    def __init__(self) -> None:
        self._sections: list[tuple[Ints, Ints, Moments]] = []
        self._count = 0

    def add(self, deal: Ints, kind: int, when: Moments) -> Ints:
        places = self._count + np.arange(len(deal))
        self._sections.append((deal, np.full(len(deal), kind), when))
        self._count += len(deal)
        return places

    def closed(self, cut: np.datetime64, rng: np.random.Generator) -> Units:
        deal = np.concatenate([deal for deal, _kind, _when in self._sections])
        kind = np.concatenate([kind for _deal, kind, _when in self._sections])
        when = np.concatenate([when for _deal, _kind, when in self._sections])
        recorded = np.minimum(when + rng.integers(5, 90, len(when)).astype("timedelta64[s]"), cut)
        return Units(deal, kind, recorded, draw_keys(recorded, rng))


def tell(
    offers: Offers, orders: Orders, invoices: Invoices, payments: Payments, activities: Activities, cut: np.datetime64,
    rng: np.random.Generator,
) -> History:  # fmt: skip
    """Tell in which units of work everything came to be."""
    book = _Book()
    offered, made = _offers(book, offers)
    ordered, placed, billed = _orders(book, orders, invoices)
    paid = _payments(book, orders, invoices, payments)
    count = len(invoices)
    opened = _rows(np.arange(count), invoices.dated, CREATED, billed)
    settled = _rows(payments.invoice, payments.paid, CHANGED, paid, np.arange(len(payments)))
    done = _activities(book, activities)
    return History(
        book.closed(cut, rng), offered, ordered, _in_order(opened, settled), done, made, placed, billed, paid
    )


def _offers(book: _Book, offers: Offers) -> tuple[Versions, Ints]:
    made = book.add(offers.deal, OFFERED, offers.made)
    replaced = np.flatnonzero(~offers.last)
    decided = np.flatnonzero(offers.last & ~np.isnat(offers.decided))
    unit = book.add(offers.deal[decided], DECIDED, offers.decided[decided])
    versions = _in_order(
        _rows(np.arange(len(offers)), offers.made, CREATED, made),
        _rows(replaced, offers.decided[replaced], ENDED, made[replaced + 1]),
        _rows(decided, offers.decided[decided], ENDED, unit),
    )
    return versions, made


def _orders(book: _Book, orders: Orders, invoices: Invoices) -> tuple[Versions, Ints, Ints]:
    placed = book.add(orders.deal, ORDERED, orders.placed)
    came = np.flatnonzero(~np.isnat(orders.delivered))
    delivered = book.add(orders.deal[came], DELIVERED, orders.delivered[came])
    invoiced = book.add(orders.deal[invoices.order], INVOICED, invoices.dated)
    versions = _in_order(
        _rows(np.arange(len(orders)), orders.placed, CREATED, placed),
        _rows(came, orders.delivered[came], ENDED, delivered),
        _rows(invoices.order, invoices.dated, CHANGED, invoiced, np.arange(len(invoices))),
    )
    return versions, placed, invoiced


def _payments(book: _Book, orders: Orders, invoices: Invoices, payments: Payments) -> Ints:
    """Take the payments down; both sides of a set-off are one unit."""
    own = (payments.offset < 0) | (payments.cents < 0)
    where = np.flatnonzero(own)
    deal = orders.deal[invoices.order[payments.invoice]]
    unit = np.full(len(payments), -1)
    unit[where] = book.add(deal[where], PAID, payments.paid[where])
    of_credit = np.full(len(invoices), -1)
    credit = np.flatnonzero((payments.offset >= 0) & own)
    of_credit[payments.invoice[credit]] = unit[credit]
    other = np.flatnonzero(~own)
    unit[other] = of_credit[payments.offset[other]]
    return unit


def _activities(book: _Book, activities: Activities) -> Versions:
    planned = np.flatnonzero(~np.isnat(activities.due))
    ended = np.flatnonzero(activities.state != PLANNED)
    planning = book.add(activities.deal[planned], PLANNING, activities.created[planned])
    doing = book.add(activities.deal[ended], DOING, activities.ended[ended])
    return _in_order(
        _rows(planned, activities.created[planned], CREATED, planning),
        _rows(ended, activities.ended[ended], ENDED, doing),
    )


def _rows(place: Ints, when: Moments, kind: int, unit: Ints, cause: Ints | None = None) -> Versions:
    nothing = np.full(len(place), -1)
    return Versions(place, when, np.full(len(place), kind), unit, nothing if cause is None else cause)


def _in_order(*parts: Versions) -> Versions:
    fields = [np.concatenate([getattr(part, name) for part in parts]) for name in Versions.__dataclass_fields__]
    order = np.lexsort((fields[2], fields[1], fields[0]))
    return Versions(*(values[order] for values in fields))
