"""Many deals at once are one unit of work: all of them with their history, or none."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from uuid import uuid4

import pytest

from workbench.app import Workbench, open_workbench
from workbench.domain.people import Reach, Role
from workbench.errors import InvalidValueError, NotAllowedError

TODAY = date(2026, 11, 24)
LINE = {"quantity": Decimal(2), "unit_price": Decimal("10.05"), "description": "pallets"}


@pytest.fixture
def wb(tmp_path: Path) -> Iterator[Workbench]:
    with open_workbench(tmp_path / "store.duckdb", user="ana", today=TODAY, door="exclusive") as opened:
        yield opened


def counts(wb: Workbench) -> list[int]:
    tables = ("opportunity", "opportunity_history", "line", "line_history", "change", "unit_of_work")
    return [int(wb.sql(f"select count(*) as n from {table}")["n"][0]) for table in tables]


def test_what_is_created_at_once_is_what_is_created_one_by_one(wb: Workbench) -> None:
    given = {"title": "Quay", "lines": [LINE], "tags": ["vip"], "currency": "EUR", "notes": 'it\'s "new"'}
    one = wb.opportunities.create(**given).opportunity
    [first, second] = wb.opportunities.create_many([given, {**given, "title": "Crane"}])
    assert [first.opportunity.number, second.opportunity.number] == [one.number + 1, one.number + 2]
    assert first.unit == second.unit
    read = wb.opportunities.get(second.opportunity.id)
    assert read == second.opportunity
    assert (read.title, read.net, read.version) == ("Crane", Decimal("20.10"), 1)
    assert len(wb.opportunities.history(read.id)) == 1
    assert wb.store.check() == []


def test_one_bad_deal_keeps_all_from_being_written_and_is_named_by_its_place(wb: Workbench) -> None:
    before = counts(wb)
    with pytest.raises(InvalidValueError, match="Deal 3") as refused:
        wb.opportunities.create_many([{"title": "a"}, {"title": "b"}, {"title": " "}])
    assert refused.value.field == "title"
    with pytest.raises(InvalidValueError, match="Deal 1"):
        wb.opportunities.create_many([{}])
    with pytest.raises(InvalidValueError, match="Deal 2"):
        wb.opportunities.create_many([{"title": "a"}, {"title": "b", "contact": uuid4()}])
    assert counts(wb) == before


def test_nothing_to_create_writes_nothing(wb: Workbench) -> None:
    before = counts(wb)
    assert wb.opportunities.create_many([]) == []
    assert counts(wb) == before


def test_the_next_deal_gets_the_next_number(wb: Workbench) -> None:
    made = wb.opportunities.create_many([{"title": f"Deal {place}"} for place in range(40)])
    assert [change.opportunity.number for change in made] == list(range(1, 41))
    assert wb.opportunities.create(title="after").opportunity.number == 41


def test_every_listener_hears_of_every_deal(wb: Workbench) -> None:
    heard = []
    wb.listeners.append(lambda event: heard.append(event.opportunity_id))
    made = wb.opportunities.create_many([{"title": "a"}, {"title": "b"}])
    assert heard == [change.opportunity.id for change in made]


def test_who_may_not_create_creates_none(wb: Workbench) -> None:
    wb.people.add(login="vera", name="Vera", role=Role.VIEWER, sees=Reach.ALL, changes=Reach.OWN)
    wb.close()
    with open_workbench(wb.store.url, user="vera", door="exclusive") as other, pytest.raises(NotAllowedError):
        other.opportunities.create_many([{"title": "a"}])
