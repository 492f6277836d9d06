"""Groups, search, changes of many deals and saved views do the same behind every door."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from workbench.app import Workbench, open_workbench
from workbench.domain.filters import Filters
from workbench.domain.looks import Look
from workbench.server.job_kinds import WORKS
from workbench.services.bulk import Change, Chosen
from workbench.services.jobs import checked
from workbench.services.listing import Member
from workbench.store import stop_owner


@pytest.fixture(params=["exclusive", "served", "postgres"])
def wb(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Workbench]:
    url, door = str(tmp_path / "store.duckdb"), str(request.param)
    if door == "postgres":
        server = request.getfixturevalue("postgres_server")
        url = server.url(server.new_database())
    with open_workbench(
        url, user="boss", today=date(2026, 11, 24), door=None if door == "postgres" else door, lang="en"
    ) as opened:
        yield opened
        assert opened.store.check() == []
    if door == "served":
        stop_owner(url)


def test_many_deals_are_grouped_searched_changed_and_taken_back(wb: Workbench) -> None:
    contact = wb.contacts.create(name="Società Müller", country="IT").id
    made = wb.opportunities.create_many([
        {"title": f"Label line {row}", "net": Decimal(row), "notes": "Kühlraum", "contact": contact} for row in range(4)
    ])  # fmt: skip
    ids = tuple(one.opportunity.id for one in made)
    before = [wb.opportunities.get(key) for key in ids]
    assert wb.listing.totals(Filters(text="kuhl MULLER line")).count == 4
    assert [(group.key, group.count, group.net) for group in wb.listing.groups("country")] == [("IT", 4, Decimal(6))]
    first = wb.listing.rows(sort="country", then="net", then_descending=True, member=Member("country", "IT"))
    assert [row.net for row in first] == [3, 2, 1, 0]
    done = wb.bulk.change(Change(fields={"expected_close_date": date(2027, 1, 31)}, add_tags=("x",)), Chosen(ids=ids))
    assert (done.changed, wb.listing.totals(Filters(tags=("x",))).count) == (4, 4)
    assert [group.label for group in wb.listing.groups("month")] == ["January 2027"]
    assert done.unit is not None
    assert wb.bulk.undo(done.unit).restored == 4
    now = [wb.opportunities.get(key) for key in ids]
    assert [(deal.expected_close_date, deal.tags) for deal in now] == [
        (deal.expected_close_date, deal.tags) for deal in before
    ]


def test_a_job_changes_what_its_filters_let_through_and_takes_it_back(wb: Workbench) -> None:
    wb.opportunities.create_many([{"title": f"Deal {row}", "net": Decimal(row)} for row in range(5)])
    told: list[str] = []
    asked = checked("change_many", {"changes": {"campaign": "Fair"}, "filters": Filters(amount=(Decimal(2), None))})
    result = WORKS["change_many"](wb, asked, lambda step, _share: told.append(step))
    assert (result["changed"], result["refused"], told) == (3, 0, ["Reading", "Writing"])
    undone = WORKS["undo_many"](wb, checked("undo_many", {"unit": result["unit"]}), lambda _step, _share: None)
    assert undone["restored"] == 3


def test_a_view_is_kept(wb: Workbench) -> None:
    view = wb.views.save("Mine", Look(sort="net", group="owner"))
    wb.views.make_default(view.id)
    assert wb.views.default() == wb.views.get(view.id)
    wb.views.remove(view.id)
    assert wb.views.list() == []
