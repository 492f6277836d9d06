"""The state of every deal after each of its events, as rows of the deals' history."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from workbench.services.demo import company
from workbench.services.demo.arrays import (
    NEVER,
    Flags,
    Ints,
    Numbers,
    Table,
    coded,
    day,
    days,
    either,
    picked,
)
from workbench.services.demo.deals import Deals
from workbench.services.demo.details import Details
from workbench.services.demo.events import (
    BY_HAND,
    CLOSED,
    CREATED,
    MOVED,
    OFFERED,
    REOPENED,
    SLIPPED,
    Events,
    offered,
)
from workbench.services.demo.journeys import LOST, OPEN, WON
from workbench.services.demo.offers import Amounts, in_base, summed
from workbench.services.demo.setup import Setup

CAUTION = 85
RECURRING = {"maintenance_plan": "yearly", "labels": "monthly"}


def money(cents: Ints, known: Flags | None = None) -> Numbers:
    """Return cents as the number that the store's decimal columns take; unknown ones as nothing.

    A double holds every amount below 10¹³ to the cent, and the store rounds it to its decimal column.
    """
    amount = cents / 100
    return amount if known is None else np.where(known, amount, np.nan)


@dataclass(frozen=True)
class Sums:
    """The lines' amounts added up by deal, in cents: gross, discount, net and expected revenue."""

    gross: Ints
    discount: Ints
    net: Ints
    revenue: Ints


def deal_sums(deals: Deals, details: Details, *, offer_made: bool) -> Sums:
    """Add up the lines of all deals, as they are with the offer or as they were before it."""
    lines, count = deals.lines, len(deals)
    amounts = line_amounts(deals, offer_made=np.full(len(lines.deal), offer_made))
    revenue = np.where(details.cautious[lines.deal], cautious_revenue(amounts.net), amounts.net)
    every = (amounts.gross, amounts.discount, amounts.net, revenue)
    return Sums(*(summed(values, lines.deal, count) for values in every))


def history_table(deals: Deals, events: Events, details: Details, setup: Setup, sums: tuple[Sums, Sums]) -> Table:
    """Lay out deals' history: one row an event, all columns of table ``opportunity`` and ``effective_at``.

    Args:
        deals: all deals.
        events: all events of the deals that are wanted.
        details: of all deals.
        setup: keys of the settings.
        sums: the deals' amounts before the offer, and with it.
    """
    return {
        **picked(details.fixed, events.deal), "version": events.version, "effective_at": events.when,
        **_stage(events, setup), **_outcome(events, details),
        **_plan(deals, events, details), **_amounts(deals, events, details, sums),
    }  # fmt: skip


def last_given(given: Flags, events: Events) -> Ints:
    """Return for each event the place of the deal's last event, up to it, where something was given."""
    return np.maximum.accumulate(np.where(given | events.first, np.arange(len(events)), 0))


def outcomes(events: Events) -> Ints:
    """Return how each deal stands: open, won or lost."""
    ending = last_given(np.isin(events.kind, (CLOSED, REOPENED)), events)
    return events.outcome[ending][events.newest]


def happened(events: Events, kind: int) -> Flags:
    """Tell for each event whether one of this kind happened to the deal by then."""
    count = np.cumsum(events.kind == kind)
    start = np.flatnonzero(events.first)
    before = np.repeat(count[start] - (events.kind[start] == kind), np.diff(np.r_[start, len(events)]))
    return count > before


def line_amounts(deals: Deals, *, offer_made: Flags) -> Amounts:
    """Return the lines' amounts: final ones, or those before the offer where ``offer_made`` (a flag a line) is false."""
    lines = deals.lines
    early = offered(lines.deal) & ~offer_made
    return Amounts(
        np.where(early, lines.first.quantity, lines.final.quantity),
        np.where(early, lines.first.gross, lines.final.gross),
        np.where(early, lines.first.discount, lines.final.discount),
    )


def cautious_revenue(net: Ints) -> Ints:
    """Return what a cautious salesperson expects of a line, in cents."""
    return (net * CAUTION + 50) // 100


def _stage(events: Events, setup: Setup) -> Table:
    moved = last_given(np.isin(events.kind, (CREATED, MOVED, CLOSED, REOPENED)), events)
    names = list(setup.stages)
    place = {name: number for number, name in enumerate(names)}
    stage = np.array([place.get(name, -1) for name in events.stage.tolist()])
    rows = list(setup.probabilities.values())
    row_of = {key: number for number, key in enumerate(rows)}
    proposed = np.array([row_of[setup.stages[name][1]] for name in names])
    by_code = {code: row_of[key] for code, key in setup.probabilities.items()}
    chosen = events.kind == BY_HAND
    by_hand = np.array([by_code.get(code, -1) for code in events.choice.tolist()])
    probability = np.where(chosen, by_hand, proposed[stage])
    return {
        "stage_id": coded(stage[moved], [setup.stages[name][0] for name in names]),
        "stage_since": events.when[moved],
        "probability_id": coded(probability[last_given(~np.isin(events.kind, (OFFERED, SLIPPED)), events)], rows),
        "probability_by_hand": chosen[last_given(np.isin(events.kind, (BY_HAND, REOPENED)), events)],
    }


def _outcome(events: Events, details: Details) -> Table:
    ending = last_given(np.isin(events.kind, (CLOSED, REOPENED)), events)
    outcome, closed = events.outcome[ending], day(events.when[ending])
    why = {
        name: either(outcome == WON, won[events.deal], either(outcome == LOST, details.lost[name][events.deal]))
        for name, won in details.won.items()
    }
    return {
        **why, "status": coded(outcome, ["open", "won", "lost"]),
        "closed_date": np.where(outcome == OPEN, NEVER, closed),
    }  # fmt: skip


def _plan(deals: Deals, events: Events, details: Details) -> Table:
    shift = days(np.where(happened(events, SLIPPED), details.delay[events.deal], 0))
    plan = {
        "close": deals.plan.close, "order": deals.plan.order, "delivery": deals.plan.delivery,
        "invoice": deals.plan.invoice,
    }  # fmt: skip
    return {f"expected_{name}_date": day(dates[events.deal] + shift) for name, dates in plan.items()}


def _amounts(deals: Deals, events: Events, details: Details, sums: tuple[Sums, Sums]) -> Table:
    made, deal = happened(events, OFFERED), events.deal
    early, final = sums
    gross = np.where(made, final.gross[deal], early.gross[deal])
    discount = np.where(made, final.discount[deal], early.discount[deal])
    net = np.where(made, final.net[deal], early.net[deal])
    revenue = np.where(made, final.revenue[deal], early.revenue[deal])
    rate, cautious = deals.rate[deal], details.cautious[deal]
    plans = [RECURRING.get(family.code) for family in company.FAMILIES]
    yearly = np.array([plan == "yearly" for plan in plans])[deals.main][deal]
    monthly = np.array([plan == "monthly" for plan in plans])[deals.main][deal]
    return {
        "gross": money(gross), "discount": money(discount), "net": money(net),
        "expected_revenue": money(revenue, cautious), "margin": money((net * details.margin[deal] + 500) // 1000),
        "recurring_amount": money(np.where(monthly, (net + 6) // 12, net), yearly | monthly),
        "recurring_plan": either(yearly, "yearly", either(monthly, "monthly")),
        "base_net": money(in_base(net, rate)), "base_expected": money(in_base(revenue, rate)),
    }  # fmt: skip
