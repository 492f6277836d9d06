"""The drawn story as rows of the store's tables, with a unit of work and a change row for every version."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd

from workbench.services.demo import company
from workbench.services.demo.arrays import (
    NEVER,
    Coded,
    Column,
    Flags,
    Ints,
    Keys,
    Moments,
    Table,
    Texts,
    coded,
    day,
    earlier,
    either,
    framed,
    picked,
    same,
    seconds,
    stacked,
    texts,
)
from workbench.services.demo.contacts import contact_table
from workbench.services.demo.events import KINDS, OFFERED, Events
from workbench.services.demo.journeys import WON
from workbench.services.demo.keys import draw_keys, keys_at
from workbench.services.demo.setup import Setup
from workbench.services.demo.states import Sums, cautious_revenue, deal_sums, history_table, line_amounts, money
from workbench.services.demo.story import Story

Tables = dict[str, pd.DataFrame]
Rows = Iterator[tuple[str, pd.DataFrame]]
LOGINS = [person.login for person in company.PEOPLE]
ORIGIN = "demo"


@dataclass(frozen=True)
class Marks:
    """What is drawn once for all deals before they are laid out in parts: when each version was recorded, and keys.

    ``offer`` is the place of the event that brought a deal's final amounts, -1 where none did.
    """

    recorded: Moments
    units: Keys
    lines: Keys
    offer: Ints
    sums: tuple[Sums, Sums]


def draw_marks(story: Story, rng: np.random.Generator) -> Marks:
    """Draw the moments of recording and the keys of all versions and lines."""
    deals, events = story.deals, story.events
    recorded = recorded_after(events.when, story.cut, rng)
    offer = np.full(len(deals), -1)
    offer[events.deal[events.kind == OFFERED]] = np.flatnonzero(events.kind == OFFERED)
    return Marks(
        recorded=recorded, units=draw_keys(recorded, rng), lines=draw_keys(deals.born[deals.lines.deal], rng),
        offer=offer, sums=(deal_sums(deals, story.details, offer_made=False),
                           deal_sums(deals, story.details, offer_made=True)),
    )  # fmt: skip


def deal_rows(story: Story, setup: Setup, marks: Marks, start: int, end: int) -> Rows:
    """Lay out the deals from ``start`` up to ``end`` with lines, histories, units of work and changes, table by table."""
    events = story.events.part(start, end)
    low = int(np.searchsorted(story.events.deal, start))
    here = slice(low, low + len(events))
    history = history_table(story.deals, events, story.details, setup, marks.sums)
    units, recorded = marks.units[here].spelled(), marks.recorded[here]
    present = picked(history, events.newest)
    del present["effective_at"]
    history |= {"unit_id": units, "recorded_at": recorded}
    work = work_table(units, recorded, story.deals.owner[events.deal], texts(KINDS)[events.kind])
    tables = {
        "unit_of_work": work, "change": change_table(history, "opportunity"), "opportunity": present,
        "opportunity_history": history, **_line_rows(story, setup, marks, events, units, low),
    }  # fmt: skip
    for name, table in tables.items():
        yield name, framed(table)


def contact_rows(story: Story, setup: Setup, rng: np.random.Generator) -> Tables:
    """Lay out contacts: a first version when they became a lead, a second one with the first order."""
    firms, deals, events = story.firms, story.deals, story.events
    count = len(firms)
    born = _earliest(deals.born, deals.firm, count)
    first = np.where(np.isnat(born), story.cut, born)
    first = earlier(first, seconds(rng.integers(3_600, 40 * 86_400, count)))
    won = events.outcome == WON
    order = _earliest(events.when[won], deals.firm[events.deal[won]], count)
    origin = same("website", count)
    origin[deals.firm[::-1]] = deals.origin[::-1]
    keys = texts([str(setup.origins[code]) for code in origin])
    table, source = contact_table(firms, setup, first=first, order=order, origin=keys)
    total = len(source)
    early = table | {
        "version": np.ones(total, dtype=np.int64), "customer_since": np.full(total, NEVER),
        "category": either(firms.rich[source] & (np.arange(total) < count), "A", either(np.arange(total) < count, "C")), "effective_at": first[source],
    }  # fmt: skip
    again = np.flatnonzero(~np.isnat(order))
    history = stacked(early, picked(table, again) | {"effective_at": order[again]})
    at = np.concatenate([first[source], order[again]])
    recorded = recorded_after(at, story.cut, rng)
    units = keys_at(recorded, rng)
    history |= {"unit_id": units, "recorded_at": recorded}
    owner = firms.owner[np.concatenate([source, again])]
    work = work_table(units, recorded, owner, either(np.arange(len(units)) < total, "create", "update"))
    tables = {
        "unit_of_work": work,
        "change": change_table(history, "contact"),
        "contact": table,
        "contact_history": history,
    }
    return {name: framed(table) for name, table in tables.items()}


def _line_rows(story: Story, setup: Setup, marks: Marks, events: Events, units: Texts, low: int) -> dict[str, Table]:
    lines = story.deals.lines
    first = int(np.searchsorted(lines.deal, int(events.deal[0])))
    last = int(np.searchsorted(lines.deal, int(events.deal[-1]) + 1))
    chosen: Ints = np.arange(first, last, dtype=np.int64)
    deal = lines.deal[chosen]
    starts = np.flatnonzero(events.first)[deal - deal[0]]
    made = marks.offer[deal] >= 0
    fixed = _fixed_lines(story, setup, marks.lines[chosen].spelled(), chosen)
    early = fixed | _line_amounts(story, chosen, made=np.zeros(len(chosen), dtype=bool))
    present = fixed | _line_amounts(story, chosen, made=made)
    changed = np.flatnonzero(made & lines.differs[chosen])
    source = np.concatenate([starts, marks.offer[deal[changed]] - low])
    history = stacked(early, picked(present, changed)) | {
        "unit_id": units[source], "recorded_at": marks.recorded[source + low], "effective_at": events.when[source],
        "opportunity_version": events.version[source],
    }  # fmt: skip
    return {"line": present, "line_history": history}


def _fixed_lines(story: Story, setup: Setup, keys: Texts, chosen: Ints) -> Table:
    deals, lines, plan = story.deals, story.deals.lines, story.deals.plan
    deal, family = lines.deal[chosen], lines.family[chosen]
    dates = {"order": plan.order, "delivery": plan.delivery, "invoice": plan.invoice}
    return {
        "id": keys, "opportunity_id": deals.ids[deal], "position": lines.position[chosen],
        "family_id": coded(family, [setup.families[item.code] for item in company.FAMILIES]),
        "article": articles(family, lines.article[chosen]), "unit_price": lines.price[chosen] / 100,
        **{
            f"expected_{name}_date": np.where(story.dated[deal], day(moments[deal]), NEVER)
            for name, moments in dates.items()
        },
        "archived": np.zeros(len(keys), dtype=bool),
    }  # fmt: skip


def articles(family: Ints, drawn: Ints) -> Coded:
    """Return the article of each line: one of its family's."""
    names = [name for item in company.FAMILIES for name in item.articles]
    many = np.array([len(item.articles) for item in company.FAMILIES])
    return coded((np.cumsum(many) - many)[family] + drawn % many[family], names)


def _line_amounts(story: Story, chosen: Ints, *, made: Flags) -> Table:
    every = np.zeros(len(story.deals.lines.deal), dtype=bool)
    every[chosen] = made
    amounts = line_amounts(story.deals, offer_made=every)
    cautious = story.details.cautious[story.deals.lines.deal[chosen]]
    gross, discount, net = amounts.gross[chosen], amounts.discount[chosen], amounts.net[chosen]
    return {
        "quantity": amounts.quantity[chosen], "gross": money(gross), "discount": money(discount),
        "net": money(net), "expected_revenue": money(cautious_revenue(net), cautious),
    }  # fmt: skip


def work_table(units: Texts, recorded: Moments, owner: Ints, kind: Column) -> Table:
    """Lay out units of work; ``owner`` counts in ``company.PEOPLE``."""
    return {
        "id": units, "recorded_at": recorded, "user_login": coded(owner, LOGINS), "origin": coded(np.zeros(len(units), dtype=np.int64), [ORIGIN]),
        "kind": kind,
    }  # fmt: skip


def change_table(history: Table, entity: str) -> Table:
    """Lay out the change feed of a history."""
    return {
        "unit_id": history["unit_id"], "recorded_at": history["recorded_at"],
        "entity": coded(np.zeros(len(history["id"]), dtype=np.int64), [entity]), "entity_id": history["id"], "version": history["version"],
    }  # fmt: skip


def recorded_after(at: Moments, cut: np.datetime64, rng: np.random.Generator) -> Moments:
    """Draw when the store learned of what happened: soon after, and before the present."""
    return np.minimum(at + seconds(rng.integers(5, 1_800, len(at))), cut)


def _earliest(moments: Moments, firm: Ints, count: int) -> Moments:
    order = np.argsort(moments, kind="stable")[::-1]
    found = np.full(count, NEVER)
    found[firm[order]] = moments[order]
    return found
