"""The drawn story as rows of the store's tables, with a unit of work and a change row for every version."""

from __future__ import annotations

import numpy as np
import pandas as pd

from workbench.services.demo import company
from workbench.services.demo.arrays import (
    NEVER,
    Ints,
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
from workbench.services.demo.events import KINDS, OFFERED
from workbench.services.demo.journeys import WON
from workbench.services.demo.keys import keys_at
from workbench.services.demo.offers import Amounts
from workbench.services.demo.setup import Setup
from workbench.services.demo.states import cautious_revenue, happened, history_table, line_amounts, money
from workbench.services.demo.story import Story

Tables = dict[str, pd.DataFrame]
LOGINS = [person.login for person in company.PEOPLE]
ORIGIN = "demo"


def deal_rows(story: Story, setup: Setup, rng: np.random.Generator) -> Tables:
    """Lay out deals, lines, their histories, units of work and changes."""
    events = story.events
    history = history_table(story.deals, events, story.details, setup)
    recorded = _recorded(events.when, story.cut, rng)
    units = keys_at(recorded, rng)
    present = picked(history, events.newest)
    del present["effective_at"]
    history |= {"unit_id": units, "recorded_at": recorded}
    work = _work(units, recorded, story.deals.owner[events.deal], texts(KINDS)[events.kind])
    tables = {
        "unit_of_work": work, "change": _changes(history, "opportunity"), "opportunity": present,
        "opportunity_history": history, **_line_rows(story, setup, units, recorded, rng),
    }  # fmt: skip
    return {name: framed(table) for name, table in tables.items()}


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
    recorded = _recorded(at, story.cut, rng)
    units = keys_at(recorded, rng)
    history |= {"unit_id": units, "recorded_at": recorded}
    owner = firms.owner[np.concatenate([source, again])]
    work = _work(units, recorded, owner, either(np.arange(len(units)) < total, "create", "update"))
    tables = {
        "unit_of_work": work,
        "change": _changes(history, "contact"),
        "contact": table,
        "contact_history": history,
    }
    return {name: framed(table) for name, table in tables.items()}


def _line_rows(
    story: Story, setup: Setup, units: Texts, recorded: Moments, rng: np.random.Generator
) -> dict[str, Table]:
    deals, events, lines = story.deals, story.events, story.deals.lines
    starts, ends = np.flatnonzero(events.first), np.flatnonzero(events.newest)
    made = happened(events, OFFERED)[ends][lines.deal]
    fixed = _fixed_lines(story, setup, keys_at(deals.born[lines.deal], rng))
    early = fixed | _line_amounts(story, line_amounts(deals, offer_made=np.zeros(len(lines.deal), dtype=bool)))
    present = fixed | _line_amounts(story, line_amounts(deals, offer_made=made))
    offers = np.full(len(deals), -1)
    offers[events.deal[events.kind == OFFERED]] = np.flatnonzero(events.kind == OFFERED)
    changed = np.flatnonzero(made & lines.differs & (offers[lines.deal] >= 0))
    source = np.concatenate([starts[lines.deal], offers[lines.deal[changed]]])
    history = stacked(early, picked(present, changed)) | {
        "unit_id": units[source], "recorded_at": recorded[source], "effective_at": events.when[source],
        "opportunity_version": events.version[source],
    }  # fmt: skip
    return {"line": present, "line_history": history}


def _fixed_lines(story: Story, setup: Setup, keys: Texts) -> Table:
    deals, lines, plan = story.deals, story.deals.lines, story.deals.plan
    articles = [family.articles for family in company.FAMILIES]
    drawn = zip(lines.family, lines.article, strict=True)
    dates = {"order": plan.order, "delivery": plan.delivery, "invoice": plan.invoice}
    return {
        "id": keys, "opportunity_id": deals.ids[lines.deal], "position": lines.position,
        "family_id": coded(lines.family, [setup.families[family.code] for family in company.FAMILIES]),
        "article": texts([articles[int(family)][int(draw) % len(articles[int(family)])] for family, draw in drawn]),
        "unit_price": lines.price / 100,
        **{
            f"expected_{name}_date": np.where(story.dated[lines.deal], day(moments[lines.deal]), NEVER)
            for name, moments in dates.items()
        },
        "archived": np.zeros(len(keys), dtype=bool),
    }  # fmt: skip


def _line_amounts(story: Story, amounts: Amounts) -> Table:
    cautious = story.details.cautious[story.deals.lines.deal]
    return {
        "quantity": amounts.quantity, "gross": money(amounts.gross), "discount": money(amounts.discount),
        "net": money(amounts.net), "expected_revenue": money(cautious_revenue(amounts.net), cautious),
    }  # fmt: skip


def _work(units: Texts, recorded: Moments, owner: Ints, kind: Texts) -> Table:
    return {
        "id": units, "recorded_at": recorded, "user_login": coded(owner, LOGINS), "origin": same(ORIGIN, len(units)),
        "kind": kind,
    }  # fmt: skip


def _changes(history: Table, entity: str) -> Table:
    return {
        "unit_id": history["unit_id"], "recorded_at": history["recorded_at"],
        "entity": same(entity, len(history["id"])), "entity_id": history["id"], "version": history["version"],
    }  # fmt: skip


def _recorded(at: Moments, cut: np.datetime64, rng: np.random.Generator) -> Moments:
    return np.minimum(at + seconds(rng.integers(5, 1_800, len(at))), cut)


def _earliest(moments: Moments, firm: Ints, count: int) -> Moments:
    order = np.argsort(moments, kind="stable")[::-1]
    found = np.full(count, NEVER)
    found[firm[order]] = moments[order]
    return found
