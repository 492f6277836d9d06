"""What a deal carries beside its stages and amounts: title, people, tags, campaign, competitors, notes, reasons."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from workbench.services.demo import company
from workbench.services.demo.arrays import Flags, Ints, Table, Texts, coded, day, draws, either, same, strings, texts
from workbench.services.demo.contacts import Firms
from workbench.services.demo.deals import Deals
from workbench.services.demo.setup import Setup


@dataclass(frozen=True)
class Details:
    """One row a deal, drawn once; ``won`` and ``lost`` hold the reason for either end, ``delay`` is in days."""

    fixed: Table
    won: dict[str, Texts]
    lost: dict[str, Texts]
    margin: Ints
    cautious: Flags
    delay: Ints


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


def _reasons(setup: Setup, side: str, notes: tuple[str, ...], count: int, rng: np.random.Generator) -> dict[str, Texts]:
    kinds = {"positive": ("positive",), "negative": ("negative", "cancelled")}[side]
    keys = [str(key) for key, verdict in setup.reasons.values() if verdict in kinds]
    weights = 1 / (1.5 + np.arange(len(keys)))
    noted = rng.random(count) < 0.35
    return {
        "reason_id": texts(keys)[rng.choice(len(keys), count, p=weights / weights.sum())],
        "reason_note": either(noted, texts(notes)[rng.integers(0, len(notes), count)]),
    }


def _some(values: tuple[str, ...], share: float, count: int, rng: np.random.Generator) -> Texts:
    drawn = texts(values)[rng.integers(0, len(values), count)]
    return either(rng.random(count) < share, drawn)


def _fixed(deals: Deals, firms: Firms, setup: Setup, rng: np.random.Generator) -> Table:
    count, owner = len(deals), deals.owner
    people = [setup.people[person.login] for person in company.PEOPLE]
    teams = [setup.teams[person.team] for person in company.PEOPLE]
    both = list(dict.fromkeys(teams))
    flow = (deals.workflow == "service").astype(np.int64)
    origins = list(setup.origins)
    tags = zip(
        strings(_some(company.TAGS, 0.45, count, rng)), strings(_some(company.TAGS, 0.12, count, rng)), strict=True
    )
    return {
        "id": deals.ids, "number": np.arange(1, count + 1), "company_id": same(str(setup.company), count),
        "title": texts(_titles(deals, firms, rng)), "type_id": _types(deals, setup),
        "contact_id": firms.ids[deals.firm], "person_id": firms.person_ids[deals.firm],
        "owner_id": coded(owner, people),
        "team_id": coded(np.array([both.index(team) for team in teams])[owner], both),
        "agent_id": coded(firms.owner[deals.firm], people), "entered_by": coded(owner, people),
        "currency": coded(deals.lei.astype(np.int64), [company.CURRENCY, company.SECOND_CURRENCY]),
        "rate": deals.rate / 1e8, "rate_date": day(deals.rate_date),
        "origin_id": coded(np.array([origins.index(code) for code in deals.origin]), list(setup.origins.values())),
        "campaign": either(deals.origin == "mail", _some(company.CAMPAIGNS, 0.8, count, rng)),
        "tags": texts([_tags(one, two) for one, two in tags]),
        "workflow_id": coded(flow, [setup.workflows["sales"], setup.workflows["service"]]),
        "quality": firms.quality[deals.firm], "competitors": _some(company.COMPETITORS, 0.38, count, rng),
        "created_date": day(deals.born), "notes": _some(company.NOTES, 0.4, count, rng),
        "archived": np.zeros(count, dtype=bool),
    }  # fmt: skip


def _tags(one: str | None, two: str | None) -> str | None:
    tags = dict.fromkeys(tag for tag in (one, two) if tag)
    return f",{','.join(tags)}," if tags else None


def _types(deals: Deals, setup: Setup) -> Texts:
    codes = [family.code for family in company.FAMILIES]
    service = either(deals.main == codes.index("retrofit"), "retrofit", "service_contract")
    supply = either(deals.main == codes.index("labels"), "renewal", "extension")
    code = either(deals.workflow == "service", service, either(deals.repeat, supply, "new_business"))
    return texts([str(setup.types[name]) for name in strings(code)])


def _titles(deals: Deals, firms: Firms, rng: np.random.Generator) -> list[str]:
    chosen = draws(rng, len(deals), 3)
    titles: list[str] = []
    for main, name, (one, two, three) in zip(deals.main, strings(firms.names[deals.firm]), chosen, strict=True):
        subjects = company.FAMILIES[int(main)].subjects
        site = company.SITES[two % len(company.SITES)]
        titles.append(f"{subjects[one % len(subjects)].format(site=site, line=three % 9 + 1)} – {name}")
    return titles
