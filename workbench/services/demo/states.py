"""The state of every deal after each of its events, as rows of the deals' history."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from workbench.services.demo import company
from workbench.services.demo.contacts import Firms
from workbench.services.demo.deals import Deals
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
from workbench.services.demo.keys import Texts
from workbench.services.demo.offers import Amounts, in_base, summed
from workbench.services.demo.setup import Setup

Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]
Moments = NDArray[np.datetime64]
CAUTION = 85
RECURRING = {"maintenance_plan": "yearly", "labels": "monthly"}


@dataclass(frozen=True)
class Details:
    """What a deal carries beside its amounts; one row a deal, drawn once."""

    fixed: pd.DataFrame
    won: pd.DataFrame
    lost: pd.DataFrame
    margin: Ints
    cautious: Flags
    delay: Ints


def choice(codes: Ints | Texts, values: list[object]) -> pd.Categorical:
    """Return texts out of few different ones; a negative code is nothing."""
    return pd.Categorical.from_codes(codes, categories=[str(value) for value in values])  # pyright: ignore[reportArgumentType]


def money(cents: Ints, known: Flags | None = None) -> NDArray[np.float64]:
    """Return cents as the number that the store's decimal columns take; unknown ones as nothing.

    A double holds every amount below 10¹³ to the cent, and the store rounds it to its decimal column.
    """
    amount = cents / 100
    return amount if known is None else np.where(known, amount, np.nan)


def history_frame(deals: Deals, events: Events, details: Details, setup: Setup) -> pd.DataFrame:
    """Lay out the deals' history: one row an event, all columns of table ``opportunity`` and ``effective_at``."""
    rows = details.fixed.iloc[events.deal].reset_index(drop=True)
    rows["version"], rows["effective_at"] = events.version, events.at
    varying = {
        **_stage(events, setup), **_outcome(events, details),
        **_plan(deals, events, details), **_amounts(deals, events, details),
    }  # fmt: skip
    return pd.concat([rows, pd.DataFrame(varying)], axis=1)


def carried(values: NDArray[np.generic], given: Flags, events: Events) -> NDArray[np.generic]:
    """Carry each deal's last given value forward over its later events."""
    place = np.where(given | events.first, np.arange(len(events)), 0)
    return values[np.maximum.accumulate(place)]


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
        *(
            np.where(early, getattr(lines.first, field), getattr(lines.final, field))
            for field in ("quantity", "gross", "discount")
        )
    )


def cautious_revenue(net: Ints) -> Ints:
    """Return what a cautious salesperson expects of a line, in cents."""
    return (net * CAUTION + 50) // 100


def _stage(events: Events, setup: Setup) -> dict[str, object]:
    moved = np.isin(events.kind, (CREATED, MOVED, CLOSED, REOPENED))
    names = list(setup.stages)
    place = {name: number for number, name in enumerate(names)}
    stage = np.array([place.get(name, -1) for name in events.stage])
    rows = list(setup.probabilities.values())
    row_of = {key: number for number, key in enumerate(rows)}
    proposed = np.array([row_of[setup.stages[name][1]] for name in names])
    by_code = {code: row_of[key] for code, key in setup.probabilities.items()}
    by_hand = np.array([by_code.get(code, -1) for code in events.choice])
    probability = np.where(events.kind == BY_HAND, by_hand, proposed[stage])
    set_by_hand = carried(events.kind == BY_HAND, np.isin(events.kind, (BY_HAND, REOPENED)), events)
    return {
        "stage_id": choice(carried(stage, moved, events), [setup.stages[name][0] for name in names]),
        "stage_since": carried(events.at, moved, events),
        "probability_id": choice(carried(probability, moved | (events.kind == BY_HAND), events), [*rows]),
        "probability_by_hand": set_by_hand,
    }


def _outcome(events: Events, details: Details) -> dict[str, object]:
    ending = np.isin(events.kind, (CLOSED, REOPENED))
    outcome = carried(events.outcome, ending, events)
    closed = carried(events.at, ending, events)
    shut = outcome != OPEN
    won, lost = details.won.iloc[events.deal], details.lost.iloc[events.deal]
    found = {
        name: np.where(outcome == WON, won[name], np.where(outcome == LOST, lost[name], None))
        for name in ("reason_id", "reason_note")
    }
    return found | {
        "status": choice(outcome, ["open", "won", "lost"]),
        "closed_date": np.where(shut, closed.astype("datetime64[D]"), np.datetime64("NaT")).astype("datetime64[s]"),
    }


def _plan(deals: Deals, events: Events, details: Details) -> dict[str, object]:
    slipped = happened(events, SLIPPED)
    later = deals.plan.later(details.delay)
    return {
        f"expected_{name}_date": np.where(
            slipped, getattr(later, name)[events.deal], getattr(deals.plan, name)[events.deal]
        ).astype("datetime64[s]")
        for name in ("close", "order", "delivery", "invoice")
    }


def _amounts(deals: Deals, events: Events, details: Details) -> dict[str, object]:
    made = happened(events, OFFERED)
    lines, count, deal = deals.lines, len(deals), events.deal
    header: dict[str, Ints] = {}
    for flag in (False, True):
        amounts = line_amounts(deals, offer_made=np.full(len(lines.deal), flag))
        sums = {
            "gross": amounts.gross, "discount": amounts.discount, "net": amounts.net,
            "revenue": np.where(details.cautious[lines.deal], cautious_revenue(amounts.net), amounts.net),
        }  # fmt: skip
        for name, values in sums.items():
            total = summed(values, lines.deal, count)[deal]
            header[name] = np.where(made, total, header[name]) if flag else total
    net, rate, revenue, cautious = header["net"], deals.rate[deal], header["revenue"], details.cautious[deal]
    plans = [RECURRING.get(family.code) for family in company.FAMILIES]
    yearly = np.array([plan == "yearly" for plan in plans])[deals.main][deal]
    monthly = np.array([plan == "monthly" for plan in plans])[deals.main][deal]
    return {
        "gross": money(header["gross"]), "discount": money(header["discount"]), "net": money(net),
        "expected_revenue": money(revenue, cautious), "margin": money((net * details.margin[deal] + 500) // 1000),
        "recurring_amount": money(np.where(monthly, (net + 6) // 12, net), yearly | monthly),
        "recurring_plan": np.where(yearly, "yearly", np.where(monthly, "monthly", None)),
        "base_net": money(in_base(net, rate)), "base_expected": money(in_base(revenue, rate)),
    }  # fmt: skip


def draw_details(deals: Deals, firms: Firms, setup: Setup, rng: np.random.Generator) -> Details:
    """Draw what the deals carry: titles, tags, campaigns, competitors, notes, reasons."""
    count = len(deals)
    low, high = (np.array([family.margin[side] for family in company.FAMILIES])[deals.main] for side in (0, 1))
    sides = {"positive": company.WON_NOTES, "negative": company.LOST_NOTES}
    reasons = {side: _reasons(setup, side, notes, count, rng) for side, notes in sides.items()}
    return Details(
        fixed=_fixed(deals, firms, setup, rng), won=reasons["positive"], lost=reasons["negative"],
        margin=(rng.uniform(low, high) * 1000).astype(np.int64), cautious=rng.random(count) < 0.1,
        delay=rng.integers(21, 120, count),
    )  # fmt: skip


def _reasons(setup: Setup, side: str, notes: tuple[str, ...], count: int, rng: np.random.Generator) -> pd.DataFrame:
    kinds = {"positive": ("positive",), "negative": ("negative", "cancelled")}[side]
    keys = [str(key) for key, verdict in setup.reasons.values() if verdict in kinds]
    weights = 1 / (1.5 + np.arange(len(keys)))
    noted = rng.random(count) < 0.35
    return pd.DataFrame(
        {
            "reason_id": np.array(keys, dtype=object)[rng.choice(len(keys), count, p=weights / weights.sum())],
            "reason_note": np.where(noted, np.array(notes, dtype=object)[rng.integers(0, len(notes), count)], None),
        }
    )


def _some(values: tuple[str, ...], share: float, count: int, rng: np.random.Generator) -> Texts:
    drawn = np.array(values, dtype=object)[rng.integers(0, len(values), count)]
    return np.where(rng.random(count) < share, drawn, None)


def _fixed(deals: Deals, firms: Firms, setup: Setup, rng: np.random.Generator) -> pd.DataFrame:
    count, owner = len(deals), deals.owner
    people = [setup.people[person.login] for person in company.PEOPLE]
    teams = [setup.teams[person.team] for person in company.PEOPLE]
    both = list(dict.fromkeys(teams))
    flow = (deals.workflow == "service").astype(np.int64)
    origins = list(setup.origins)
    tags = _some(company.TAGS, 0.45, count, rng), _some(company.TAGS, 0.12, count, rng)
    return pd.DataFrame(
        {
            "id": deals.ids, "number": np.arange(1, count + 1), "company_id": choice(np.zeros(count, int), [setup.company]),
            "title": _titles(deals, firms, rng), "type_id": _types(deals, setup),
            "contact_id": firms.ids[deals.firm], "person_id": firms.person_ids[deals.firm],
            "owner_id": choice(owner, [*people]),
            "team_id": choice(np.array([both.index(team) for team in teams])[owner], [*both]),
            "agent_id": choice(firms.owner[deals.firm], [*people]), "entered_by": choice(owner, [*people]),
            "currency": choice(deals.lei.astype(np.int64), [company.CURRENCY, company.SECOND_CURRENCY]),
            "rate": deals.rate / 1e8, "rate_date": deals.rate_date.astype("datetime64[s]"),
            "origin_id": choice(np.array([origins.index(code) for code in deals.origin]), [*setup.origins.values()]),
            "campaign": np.where(deals.origin == "mail", _some(company.CAMPAIGNS, 0.8, count, rng), None),
            "tags": [_tags(one, two) for one, two in zip(*tags, strict=True)],
            "workflow_id": choice(flow, [setup.workflows["sales"], setup.workflows["service"]]),
            "quality": firms.quality[deals.firm], "competitors": _some(company.COMPETITORS, 0.38, count, rng),
            "created_date": deals.born.astype("datetime64[D]").astype("datetime64[s]"),
            "notes": _some(company.NOTES, 0.4, count, rng), "external_source": None, "external_id": None,
            "archived": False,
        }
    )  # fmt: skip


def _tags(one: str | None, two: str | None) -> str | None:
    tags = dict.fromkeys(tag for tag in (one, two) if tag)
    return f",{','.join(tags)}," if tags else None


def _types(deals: Deals, setup: Setup) -> Texts:
    codes = [family.code for family in company.FAMILIES]
    service = np.where(deals.main == codes.index("retrofit"), "retrofit", "service_contract")
    supply = np.where(deals.main == codes.index("labels"), "renewal", "extension")
    code = np.where(deals.workflow == "service", service, np.where(deals.repeat, supply, "new_business"))
    return np.array([str(setup.types[name]) for name in code.tolist()], dtype=object)


def _titles(deals: Deals, firms: Firms, rng: np.random.Generator) -> list[str]:
    draws = rng.integers(0, 1 << 20, size=(len(deals), 3)).tolist()
    titles: list[str] = []
    for main, name, (one, two, three) in zip(deals.main.tolist(), firms.names[deals.firm], draws, strict=True):
        subjects = company.FAMILIES[main].subjects
        site = company.SITES[two % len(company.SITES)]
        titles.append(f"{subjects[one % len(subjects)].format(site=site, line=three % 9 + 1)} – {name}")
    return titles
