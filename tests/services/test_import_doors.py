"""An import does the same behind every door, and compares again when a page writes in between."""

import itertools
from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest

from workbench.app import open_workbench
from workbench.domain.filters import Filters
from workbench.errors import ImportRefusedError
from workbench.services import imports
from workbench.store import stop_owner

NOW = datetime(2026, 11, 24, 9)
HEAD = "id,title,contact,owner,status,net,currency,created_date,closed_date,article,quantity,unit_price\n"
FIRST = (
    HEAD + "1,Pallet line,Alfa Srl,ana,open,100.00,EUR,2026-01-05,,Pallet,2,50\n"
    "2,Labels,Beta SA,ion,won,80.00,EUR,2026-02-01,2026-03-01,,,\n"
)
SECOND = FIRST.replace("Pallet,2,50", "Pallet,3,50").replace("100.00", "150.00").replace("Beta SA", "Beta Srl")


@pytest.fixture(params=["exclusive", "served", "postgres"])
def wb(request, tmp_path):
    ticks = itertools.count()
    url, door = str(tmp_path / "store.duckdb"), request.param
    if door == "postgres":
        server = request.getfixturevalue("postgres_server")
        url, door = server.url(server.new_database()), None
    clock = lambda: NOW + timedelta(seconds=next(ticks))  # noqa: E731
    with open_workbench(url, user="boss", today=date(2026, 11, 24), door=door, clock=clock, lang="en") as opened:
        yield opened
    if request.param == "served":
        stop_owner(url)


def file(tmp_path, text):
    (tmp_path / "deals.csv").write_text(text, encoding="utf-8")
    return tmp_path / "deals.csv"


def counts(summary):
    return {name: (count.new, count.changed, count.unchanged) for name, count in summary.counts.items()}


def test_new_changed_and_unchanged_deals_are_written_behind_every_door(wb, tmp_path):
    wb.imports.read(file(tmp_path, FIRST)).load()
    assert counts(wb.imports.read(file(tmp_path, FIRST)).load())["opportunity"] == (0, 0, 2)
    assert counts(wb.imports.read(file(tmp_path, SECOND)).load())["opportunity"] == (0, 2, 0)
    found = wb.opportunities.find()
    assert dict(zip(found["title"], found["net"], strict=True)) == {"Pallet line": Decimal(150), "Labels": Decimal(80)}
    assert set(found["contact"]) == {"Alfa Srl", "Beta Srl"}
    assert wb.listing.totals(Filters(text="PALLET")).count == 1
    assert wb.store.check() == []


def test_an_import_compares_again_when_a_page_takes_its_number(wb, tmp_path, monkeypatch):
    plans = interrupted(monkeypatch, lambda: wb.opportunities.create(title="From a page"), times=1)
    wb.imports.read(file(tmp_path, FIRST)).load()
    assert len(plans) == 2
    assert sorted(wb.opportunities.find()["title"]) == ["From a page", "Labels", "Pallet line"]
    assert wb.store.check() == []


def test_an_import_that_is_always_overtaken_says_so_and_loads_nothing(wb, tmp_path, monkeypatch):
    interrupted(monkeypatch, lambda: wb.opportunities.create(title="From a page"), times=99)
    with pytest.raises(ImportRefusedError, match="Nothing was loaded"):
        wb.imports.read(file(tmp_path, FIRST)).load()
    assert set(wb.opportunities.find()["title"]) == {"From a page"}


def interrupted(monkeypatch, act, *, times):
    """Let a page act between an import's comparing and its writing."""
    plans, make_plan = [], imports.make_plan

    def slow(*given):
        plans.append(make_plan(*given))
        if len(plans) <= times:
            act()
        return plans[-1]

    monkeypatch.setattr(imports, "make_plan", slow)
    return plans


def test_a_contact_that_only_a_bad_row_names_is_not_brought_in(tmp_path):
    bad = FIRST + "3,Ribbons,Bianchi SpA,ana,open,10.00,EUR,31/02/2026,,,,\n"
    with open_workbench(":memory:", today=date(2026, 11, 24), lang="en") as wb:
        summary = wb.imports.read(file(tmp_path, bad)).load()
        assert (len(summary.rejected), summary.counts["contact"].new) == (1, 2)
        assert wb.contacts.search("Bianchi") == []
