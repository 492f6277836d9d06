"""Invoices of orders: deposit, on delivery and rest; credit notes, some of them to be invoiced again."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from workbench.services.demo.arrays import Flags, Ints, Moments
from workbench.services.demo.documents.facts import Facts, days_later, ranks, spread
from workbench.services.demo.documents.orders import Orders
from workbench.services.demo.offers import summed

WAYS = ((100,), (30, 60, 10), (30, 70), (50, 50))
WAY_SHARES = [0.25, 0.35, 0.25, 0.15]
SMALL = 300_000
CREDITED = 0.032
WHOLE, REDUCTION = 1, 2


@dataclass(frozen=True)
class InvoiceLines:
    """In the order of invoices; quantities are hundredths, prices and amounts cents, credit notes negative."""

    invoice: Ints
    order_line: Ints
    quantity: Ints
    price: Ints
    gross: Ints
    discount: Ints


@dataclass(frozen=True)
class Invoices:
    """One place an invoice or credit note, in the order of orders and time.

    ``low`` and ``high`` are the per cent of the order invoiced before and with it; ``credit`` is 0, ``WHOLE`` or
    ``REDUCTION``, ``source`` the invoice that a credit note takes back, else -1.
    """

    order: Ints
    dated: Moments
    due: Moments
    low: Ints
    high: Ints
    credit: Ints
    source: Ints
    reinvoice: Flags
    again: Flags
    number: Ints
    gross: Ints
    discount: Ints
    lines: InvoiceLines

    def __len__(self) -> int:
        return len(self.order)

    @property
    def net(self) -> Ints:
        """Gross minus discount, in cents; negative for credit notes."""
        return self.gross - self.discount


@dataclass(frozen=True)
class _Drafts:
    """Invoices before they are numbered; ``cents`` is what a reduction takes back."""

    order: Ints
    dated: Moments
    due: Moments
    low: Ints
    high: Ints
    credit: Ints
    source: Ints
    cents: Ints
    reinvoice: Flags
    again: Flags

    def __len__(self) -> int:
        return len(self.order)


def draw_invoices(facts: Facts, orders: Orders, rng: np.random.Generator) -> Invoices:
    """Draw the invoices and credit notes of all orders."""
    plain = _planned(facts, orders, rng)
    which, _line, _quantity, gross, discount = _shares(facts, orders, plain)
    net = summed(gross - discount, which, len(plain))
    notes = _credit_notes(facts, plain, net, rng)
    drafts = _in_order(plain, notes, _again(facts, plain, notes, rng))
    lines = _lines(facts, orders, drafts)
    count, is_credit = len(drafts), drafts.credit > 0
    number = np.zeros(count, dtype=np.int64)
    for kind in (False, True):
        number[is_credit == kind] = ranks(drafts.dated[is_credit == kind])
    return Invoices(
        order=drafts.order, dated=drafts.dated, due=drafts.due, low=drafts.low, high=drafts.high, credit=drafts.credit,
        source=drafts.source, reinvoice=drafts.reinvoice, again=drafts.again, number=number,
        gross=summed(lines.gross, lines.invoice, count), discount=summed(lines.discount, lines.invoice, count),
        lines=lines,
    )  # fmt: skip


def _in_order(*parts: _Drafts) -> _Drafts:
    """Put drafts in the order of orders and time; ``source``, which counts in the first part, follows."""
    fields = {name: np.concatenate([getattr(part, name) for part in parts]) for name in _Drafts.__dataclass_fields__}
    together = _Drafts(**fields)
    order = np.lexsort((together.dated, together.order))
    place = np.empty(len(order), dtype=np.int64)
    place[order] = np.arange(len(order))
    drafts = _Drafts(**{name: values[order] for name, values in fields.items()})
    return replace(drafts, source=np.where(drafts.source >= 0, place[drafts.source], -1))


def _planned(facts: Facts, orders: Orders, rng: np.random.Generator) -> _Drafts:
    count = len(orders)
    way = np.where((orders.net < SMALL) | (orders.part > 0), 0, rng.choice(len(WAYS), count, p=WAY_SHARES))
    many: Ints = np.array([len(shares) for shares in WAYS])
    order, step = spread(many[way])
    steps: Ints = np.array([(*np.cumsum(shares), *(100,) * (3 - len(shares))) for shares in WAYS])
    high = steps[way[order], step]
    low = np.where(step > 0, steps[way[order], step - 1], 0)
    deposit = (step == 0) & (high == 30)
    rest = (step == 2) | ((step == 1) & (way[order] == 3))
    delivered = orders.delivered[order]
    known = np.where(np.isnat(delivered), facts.cut, delivered)
    dated = np.where(
        deposit, days_later(orders.placed[order], 0, 5, rng),
        np.where(rest, days_later(known, 25, 60, rng), days_later(known, 0, 5, rng)),
    )  # fmt: skip
    forgotten = (rng.random(count) < 0.04)[order] & (high == 100)
    here = np.flatnonzero((deposit | ~np.isnat(delivered)) & (dated < facts.cut) & ~forgotten)
    terms = np.where(deposit, 10, rng.choice([30, 60], count, p=[0.75, 0.25])[order])
    return _draft(order[here], dated[here], low[here], high[here], terms[here])


def _draft(order: Ints, dated: Moments, low: Ints, high: Ints, terms: Ints) -> _Drafts:
    nothing, never = np.zeros(len(order), dtype=np.int64), np.zeros(len(order), dtype=bool)
    due = dated.astype("datetime64[D]") + terms.astype("timedelta64[D]")
    return _Drafts(order, dated, due, low, high, nothing, nothing - 1, nothing, never, never)


def _credit_notes(facts: Facts, plain: _Drafts, net: Ints, rng: np.random.Generator) -> _Drafts:
    dated = days_later(plain.dated, 5, 40, rng)
    chosen = np.flatnonzero((rng.random(len(net)) < CREDITED) & (dated < facts.cut) & (net >= 1_000))
    at_once = np.zeros(len(chosen), dtype=np.int64)
    draft = _draft(plain.order[chosen], dated[chosen], plain.low[chosen], plain.high[chosen], at_once)
    whole = rng.random(len(chosen)) < 0.6
    part = net[chosen] * rng.integers(10, 31, len(chosen)) // 100
    return replace(
        draft, credit=np.where(whole, WHOLE, REDUCTION), source=chosen, cents=np.where(whole, 0, part),
        reinvoice=whole & (rng.random(len(chosen)) < 0.83),
    )  # fmt: skip


def _again(facts: Facts, plain: _Drafts, notes: _Drafts, rng: np.random.Generator) -> _Drafts:
    dated = days_later(notes.dated, 1, 15, rng)
    chosen = np.flatnonzero(notes.reinvoice & (rng.random(len(dated)) < 0.92) & (dated < facts.cut))
    source = notes.source[chosen]
    terms = (plain.due[source] - plain.dated[source].astype("datetime64[D]")).astype(np.int64)
    draft = _draft(notes.order[chosen], dated[chosen], notes.low[chosen], notes.high[chosen], terms)
    return replace(draft, again=np.ones(len(chosen), dtype=bool))


def _shares(facts: Facts, orders: Orders, draft: _Drafts) -> tuple[Ints, Ints, Ints, Ints, Ints]:
    """Return invoice, order line, quantity in hundredths, gross and discount of each share of an order line.

    Prices are whole tens of cents and shares whole tens of per cent, so that every gross is exact.
    """
    which, line = orders.lines.of(draft.order)
    low, high = draft.low[which], draft.high[which]
    quantity = orders.lines.quantity[line] * (high - low)
    gross = quantity * facts.story.deals.lines.price[orders.lines.line[line]] // 100
    off = orders.lines.discount[line]
    return which, line, quantity, gross, off * high // 100 - off * low // 100


def _lines(facts: Facts, orders: Orders, draft: _Drafts) -> InvoiceLines:
    which, line, quantity, gross, discount = _shares(facts, orders, draft)
    price = facts.story.deals.lines.price[orders.lines.line[line]]
    sign = np.where(draft.credit[which] > 0, -1, 1)
    reduced = draft.credit[which] == REDUCTION
    first = np.r_[True, which[1:] != which[:-1]] if len(which) else np.zeros(0, dtype=bool)
    cents = draft.cents[which]
    kept = np.flatnonzero(~reduced | first)
    return InvoiceLines(
        invoice=which[kept], order_line=line[kept], quantity=np.where(reduced, -100, sign * quantity)[kept],
        price=np.where(reduced, cents, price)[kept], gross=np.where(reduced, -cents, sign * gross)[kept],
        discount=np.where(reduced, 0, sign * discount)[kept],
    )  # fmt: skip
