"""A salesperson who sees own deals only finds, counts, exports, searches and sees in history nothing of others."""

from __future__ import annotations

import inspect
import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from uuid import UUID

import pytest

from tests.services.scope import READS_NO_DEALS, WRITES, questions, told
from workbench.app import Workbench, _assemble, open_workbench
from workbench.domain.filters import Filters
from workbench.domain.people import Reach, Role
from workbench.errors import WorkbenchError
from workbench.services.ordering import Order
from workbench.services.settings import Settings

TODAY = date(2026, 11, 24)
OWN_ACTIVITIES = {"activities.get", "activities.mine", "activities.of_contact", "audit.entries", "exports.write"}
"""An activity of one's own stays one's own: it still hangs on the deal that was given away, of which it says the key."""


class Clock:
    def __init__(self) -> None:
        self.now = datetime(2026, 11, 10, 8)

    def __call__(self) -> datetime:
        self.now += timedelta(minutes=7)
        return self.now


@pytest.fixture
def wb() -> Iterator[Workbench]:
    with open_workbench(":memory:", user="ana", today=TODAY, clock=Clock()) as opened:
        yield opened


def history(wb: Workbench, seed: int) -> tuple[Workbench, set[UUID], set[UUID]]:
    """Give two people deals with a random history; return Bea, whose scope is narrow, her deals and those of others."""
    chance = random.Random(seed)
    wb.people.add(login="bea", name="Bea", role=Role.SALESPERSON, sees=Reach.OWN, changes=Reach.OWN)
    bea = _assemble(replace(wb.session, settings=Settings(wb.store), login="bea"))
    contacts = [wb.contacts.create(name=name).id for name in ("Verdi", "Verdi S.r.l.", "Bianchi")]
    users = [wb.user.id, wb.settings.lookups(fresh=True).user("bea").id]
    stages = wb.settings.lookups().workflows[0].stages
    owner: dict[UUID, int] = {}
    for number in range(24):
        whose = number % 2
        word = "own" if whose else f"SECRET{number}"
        deal = wb.opportunities.create(
            title=f"{word} deal", contact=chance.choice(contacts), notes=f"{word} notes", tags=(f"{word}-tag",), owner_id=users[whose],
            campaign=f"{word} campaign", lines=[{"description": f"{word} line", "unit_price": chance.randint(1, 99)}],
        ).opportunity  # fmt: skip
        owner[deal.id] = whose
        wb.activities.plan(type="call", subject=f"{word} call", opportunity=deal.id, assignee=users[whose])
        wb.interactions.log(
            kind="note", subject=f"{word} note", body=f"{word} said", opportunity=deal.id, user=users[whose]
        )
    for _step in range(30):
        key = chance.choice(list(owner))
        acts = [
            lambda key=key: wb.opportunities.move(key, stage=chance.choice(stages[:4]).id),
            lambda key=key: wb.opportunities.update(key, margin=Decimal(chance.randint(1, 9))),
            lambda key=key: wb.opportunities.archive(key, archived=chance.random() < 0.5),
        ]
        try:
            chance.choice(acts)()
        except WorkbenchError:
            continue
    hidden, seen = ({key for key, whose in owner.items() if whose == side} for side in (0, 1))
    return bea, seen, hidden


@pytest.mark.parametrize("seed", range(4))
def test_no_read_model_says_anything_of_other_peoples_deals(wb: Workbench, tmp_path: Path, seed: int) -> None:
    bea, seen, hidden = history(wb, seed)
    leaks: list[str] = []
    for name, asked in questions(bea, sorted(hidden), sorted(seen), tmp_path).items():
        for ask in asked:
            try:
                answer = told(ask())
            except WorkbenchError as error:
                answer = str(error)
            keys = [str(key) for key in hidden if str(key) in answer]
            if "SECRET" in answer or keys:
                leaks.append(f"{name}: {answer[:200]}")
    assert leaks == []


@pytest.mark.parametrize("seed", range(4))
def test_counts_and_sums_are_those_of_the_own_deals(wb: Workbench, seed: int) -> None:
    bea, seen, _hidden = history(wb, seed)
    deals = [deal for key in seen if not (deal := wb.opportunities.get(key)).archived]
    net = sum((deal.net for deal in deals), Decimal(0))
    totals, board = bea.listing.totals(), bea.boards.progress()
    assert (totals.count, totals.net) == (board.count, board.net) == (len(deals), net)
    assert sum(group.count for group in bea.listing.groups("owner")) == len(deals)
    assert set(bea.listing.keys(Filters(text="notes"), Order())) == {deal.id for deal in deals}
    assert bea.listing.totals(Filters(text="SECRET")).count == 0
    figures = bea.contact_list.figures([row.id for row in bea.contact_list.rows()])
    assert sum(each.deals for each in figures.values()) == len(deals)


def test_a_deal_given_away_is_gone_with_its_whole_past(wb: Workbench, tmp_path: Path) -> None:
    bea, seen, _hidden = history(wb, 9)
    gone = min(seen)
    wb.opportunities.update(gone, owner_id=wb.user.id, title="SECRET now", notes="SECRET now")
    answers = [
        (name, _answer(ask))
        for name, asked in questions(bea, [gone], sorted(seen - {gone}), tmp_path).items()
        for ask in asked
    ]
    assert [name for name, answer in answers if "SECRET now" in answer] == []
    assert {name for name, answer in answers if str(gone) in answer} <= OWN_ACTIVITIES


def test_no_read_model_is_forgotten(wb: Workbench, tmp_path: Path) -> None:
    bea, seen, hidden = history(wb, 1)
    asked = set(questions(bea, sorted(hidden), sorted(seen), tmp_path))
    methods = {
        f"{name}.{method}"
        for name, service in vars(wb).items() if name not in {"session", "listeners"}
        for method, _value in inspect.getmembers(type(service)) if not method.startswith("_") and (method not in WRITES or f"{name}.{method}" in READS_NO_DEALS)
    }  # fmt: skip
    assert methods - asked - set(READS_NO_DEALS) == set()
    assert (asked | set(READS_NO_DEALS)) - methods - {"activities.types"} == set()


def _answer(ask) -> str:
    try:
        return told(ask())
    except WorkbenchError as error:
        return str(error)
