"""All documents of the demo company, drawn, with their keys; and the part of them that hangs on some of the deals."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from workbench.services.demo.arrays import Ints, Keys, Moments, Table, Texts, day, same
from workbench.services.demo.documents.activities import Activities, draw_activities
from workbench.services.demo.documents.activity_words import spoken_of
from workbench.services.demo.documents.facts import Facts, gather
from workbench.services.demo.documents.history import History, Versions, tell
from workbench.services.demo.documents.invoices import Invoices, draw_invoices
from workbench.services.demo.documents.offers import Offers, draw_offers
from workbench.services.demo.documents.orders import Orders, draw_orders
from workbench.services.demo.documents.payments import Payments, draw_payments
from workbench.services.demo.keys import draw_keys
from workbench.services.demo.offers import RATE_ONE, in_base
from workbench.services.demo.rates import Rates
from workbench.services.demo.setup import Setup
from workbench.services.demo.story import Story

DEAL_COLUMNS = ("company_id", "contact_id", "person_id", "owner_id", "team_id", "agent_id", "entered_by", "currency")


@dataclass(frozen=True)
class OfferLines:
    """In the order of offers; ``line`` is the deal's line, amounts are cents."""

    offer: Ints
    line: Ints
    gross: Ints
    discount: Ints


@dataclass(frozen=True)
class Papers:
    """Everything that was drawn; ``keys`` by table."""

    facts: Facts
    setup: Setup
    offers: Offers
    offer_lines: OfferLines
    current: Ints
    orders: Orders
    invoices: Invoices
    payments: Payments
    activities: Activities
    spoken: Ints
    history: History
    keys: dict[str, Keys]


@dataclass(frozen=True)
class Spelled:
    """Keys of neighbouring records as texts; a negative place is nothing."""

    low: int
    texts: Texts

    def of(self, places: Ints) -> Texts:
        """Return the keys of records by their places."""
        if not len(self.texts):
            return same(None, len(places))
        found = self.texts[np.maximum(places - self.low, 0)]
        found[places < 0] = None
        return found


@dataclass(frozen=True)
class Part:
    """The documents of the deals from ``start`` up to ``end``: the places of the units of work, and spelled keys."""

    start: int
    end: int
    units: Ints
    unit_keys: Texts
    offers: Spelled
    orders: Spelled
    invoices: Spelled
    activities: Spelled

    def unit(self, places: Ints) -> Texts:
        """Return the keys of units of work."""
        return self.unit_keys[np.searchsorted(self.units, places)]


def draw_papers(story: Story, setup: Setup, rates: Rates, seed: int, *, step: Callable[[], None]) -> Papers:
    """Draw the documents of all deals.

    Args:
        story: the deals.
        setup: keys of the settings.
        rates: dated rates of the second currency.
        seed: the same seed draws the same documents.
        step: called between the steps; raises where somebody cancelled.
    """
    streams = [np.random.default_rng([seed, 20 + part]) for part in range(7)]
    facts = gather(story, rates)
    offers = draw_offers(facts, streams[0])
    orders = draw_orders(facts, streams[1])
    invoices = draw_invoices(facts, orders, streams[2])
    payments = draw_payments(facts, invoices, streams[3])
    step()
    activities = draw_activities(facts, streams[4])
    step()
    lines, spoken = _offer_lines(facts, offers), spoken_of(activities)
    moments = {
        "offer": offers.made, "offer_line": offers.made[lines.offer], "sales_order": orders.placed,
        "order_line": orders.placed[orders.lines.order], "invoice": invoices.dated,
        "invoice_line": invoices.dated[invoices.lines.invoice], "payment": payments.paid,
        "activity": activities.created, "interaction": activities.ended[spoken],
    }  # fmt: skip
    return Papers(
        facts=facts, setup=setup, offers=offers, offer_lines=lines, current=offers.current_of(len(story.deals)),
        orders=orders, invoices=invoices, payments=payments, activities=activities,
        spoken=spoken,
        history=tell(offers, orders, invoices, payments, activities, story.cut, streams[5]),
        keys={table: draw_keys(at, streams[6]) for table, at in moments.items()},
    )  # fmt: skip


def part_of(papers: Papers, start: int, end: int) -> Part:
    """Choose the documents of some deals."""
    units = papers.history.units
    here = np.flatnonzero((units.deal >= start) & (units.deal < end))
    orders = between(papers.orders.deal, start, end)
    return Part(
        start=start, end=end, units=here, unit_keys=units.keys[here].spelled(),
        offers=_spelled(papers, "offer", between(papers.offers.deal, start, end)),
        orders=_spelled(papers, "sales_order", orders),
        invoices=_spelled(papers, "invoice", between(papers.invoices.order, orders.start, orders.stop)),
        activities=_spelled(papers, "activity", between(papers.activities.deal, start, end)),
    )  # fmt: skip


def between(places: Ints, start: int, end: int) -> slice:
    """Return where sorted places lie from ``start`` up to but without ``end``."""
    low, high = np.searchsorted(places, [start, end]).tolist()
    return slice(low, high)


def of_deal(papers: Papers, deal: Ints, dates: Moments) -> tuple[Table, Ints]:
    """Return what documents take from their deal, with the rate of their own date.

    Returns:
        The columns, and the rate in hundred-millionths.
    """
    story = papers.facts.story
    dated, on = papers.facts.rates.on(dates.astype("datetime64[D]"))
    lei = story.deals.lei[deal]
    rate = np.where(lei, dated, RATE_ONE)
    return {
        **{name: story.details.fixed[name][deal] for name in DEAL_COLUMNS},
        "rate": rate / 1e8, "rate_date": day(np.where(lei, on, dates.astype("datetime64[D]"))),
        "archived": np.zeros(len(deal), dtype=bool),
    }, rate  # fmt: skip


def versioned(part: Part, papers: Papers, versions: Versions) -> Table:
    """Return the columns that every history begins with."""
    return {
        "unit_id": part.unit(versions.unit), "recorded_at": papers.history.units.recorded[versions.unit],
        "effective_at": versions.when, "version": versions.number,
    }  # fmt: skip


def converted(cents: Ints, rate: Ints) -> Ints:
    """Convert cents at a rate, rounded half away from zero as the store rounds."""
    return np.sign(cents) * in_base(np.abs(cents), rate)


def _spelled(papers: Papers, table: str, here: slice) -> Spelled:
    return Spelled(here.start, papers.keys[table][here].spelled())


def _offer_lines(facts: Facts, offers: Offers) -> OfferLines:
    """Let the discount grow from revision to revision up to that of the deal."""
    offer, line = facts.lines_of(offers.deal)
    discount = facts.amounts.discount[line] * offers.revision[offer] // offers.of[offer]
    return OfferLines(offer, line, facts.amounts.gross[line], discount)
