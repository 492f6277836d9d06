"""The shared Maven folder where it is present, and a small folder of the same shape everywhere."""

import itertools
from collections import Counter
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from workbench.app import open_workbench

SHARED = Path(__file__).parents[3] / "shared" / "data" / "maven"
NOW = datetime(2026, 11, 24, 9)
FILES = {
    "accounts.csv": "account,sector,year_established,revenue,employees,office_location,subsidiary_of\n"
    "Acme,technolgy,1996,1100.04,2822,Philipines,\nBeta,retail,1999,5,4,Italy,Acme\n",
    "products.csv": "product,series,sales_price\nGTX Pro,GTX,4821\n",
    "sales_teams.csv": "sales_agent,manager,regional_office\nAnna Snelling,Dustin Brinkmann,Central\n",
    "sales_pipeline.csv": "opportunity_id,sales_agent,product,account,deal_stage,engage_date,close_date,close_value\n"
    "A1,Anna Snelling,GTXPro,Acme,Won,10/20/2016,3/1/2017,4500\n"
    "A2,Anna Snelling,GTX Pro,Beta,Lost,10/25/2016,3/13/2017,0\n"
    "A3,Anna Snelling,GTX Pro,,Engaging,11/3/2016,,\n"
    "A4,Anna Snelling,GTX Pro,Acme,Prospecting,,,\n",
}


def ticking():
    ticks = itertools.count()
    return lambda: NOW + timedelta(seconds=next(ticks))


@pytest.fixture
def wb(tmp_path):
    with open_workbench(tmp_path / "store.duckdb", today=NOW.date(), door="exclusive", clock=ticking()) as workbench:
        yield workbench


def folder(tmp_path, **changed):
    place = tmp_path / "crm"
    place.mkdir(exist_ok=True)
    for name, text in FILES.items():
        (place / name).write_text(changed.get(name.removesuffix(".csv"), text), encoding="utf-8")
    return place


def deals(wb):
    return {row["external_id"]: row for row in wb.store.records("imports/deals", source="maven")}


def test_a_won_deal_has_two_versions_at_their_own_times(wb, tmp_path):
    wb.imports.read(folder(tmp_path)).load()
    opened, closed = wb.store.records("opportunity/versions", id=deals(wb)["A1"]["id"])
    assert (opened["status"], opened["effective_at"], opened["net"]) == ("open", datetime(2016, 10, 20), 0)
    assert (closed["status"], closed["effective_at"], closed["net"]) == ("won", datetime(2017, 3, 1), Decimal(4500))
    assert opened["recorded_at"] == closed["recorded_at"] >= NOW


def test_what_the_file_does_not_tell_stays_empty(wb, tmp_path):
    wb.imports.read(folder(tmp_path)).load()
    found = deals(wb)
    assert (found["A4"]["created_date"], found["A4"]["closed_date"], found["A4"]["net"]) == (None, None, 0)
    assert (found["A3"]["contact_id"], found["A3"]["created_date"]) == (None, date(2016, 11, 3))


def test_each_repair_is_counted(wb, tmp_path):
    summary = wb.imports.read(folder(tmp_path)).load()
    assert sorted(summary.repairs.values()) == [1, 1, 1]
    contacts = {row["name"]: row for row in wb.store.records("imports/contacts", source="maven")}
    assert (contacts["Acme"]["sector"], contacts["Acme"]["country"]) == ("technology", "PH")
    assert contacts["Beta"]["parent_id"] == contacts["Acme"]["id"]


def test_an_empty_company_takes_the_currency_of_the_file(wb, tmp_path):
    wb.imports.read(folder(tmp_path)).load()
    assert wb.settings.lookups(fresh=True).company.currency == "USD"
    assert deals(wb)["A1"]["base_net"] == Decimal(4500)


def test_a_company_with_deals_keeps_its_currency_and_unknown_rates_are_counted(wb, tmp_path):
    wb.opportunities.create(title="First")
    summary = wb.imports.read(folder(tmp_path)).load()
    assert wb.settings.lookups(fresh=True).company.currency == "EUR"
    assert summary.unconverted == 4
    assert (deals(wb)["A1"]["currency"], deals(wb)["A1"]["base_net"]) == ("USD", None)


def test_the_same_folder_again_changes_nothing(wb, tmp_path):
    wb.imports.read(folder(tmp_path)).load()
    units = wb.sql("select count(*) as units from unit_of_work")["units"].tolist()
    again = wb.imports.read(folder(tmp_path)).load()
    assert (again.counts["opportunity"].new, again.counts["opportunity"].changed) == (0, 0)
    assert wb.sql("select count(*) as units from unit_of_work")["units"].tolist() == units


def test_a_deal_that_closes_in_a_later_file_gets_one_more_version(wb, tmp_path):
    wb.imports.read(folder(tmp_path)).load()
    text = FILES["sales_pipeline.csv"].replace("Engaging,11/3/2016,,", "Won,11/3/2016,12/24/2016,700")
    summary = wb.imports.read(folder(tmp_path, sales_pipeline=text)).load()
    assert summary.counts["opportunity"].changed == 1
    versions = wb.store.records("opportunity/versions", id=deals(wb)["A3"]["id"])
    assert [(row["status"], row["net"]) for row in versions] == [("open", 0), ("won", 700)]
    assert wb.store.check() == []


@pytest.mark.parametrize(
    ("good", "bad"),
    [
        ("3/13/2017,0", "2/31/2017,0"),
        ("GTX Pro,Beta", "GTX Max,Beta"),
        ("GTX Pro,Beta", "GTX Pro,Nobody"),
        ("A2,Anna Snelling", "A2,Nobody"),
        ("A2,Anna", "A1,Anna"),
        ("3/13/2017,0", "3/13/2016,0"),
        ("3/13/2017,0", ",0"),
    ],
)
def test_a_bad_row_is_set_aside_and_the_rest_loaded(wb, tmp_path, good, bad):
    summary = wb.imports.read(folder(tmp_path, sales_pipeline=FILES["sales_pipeline.csv"].replace(good, bad))).load()
    assert [row.line for row in summary.rejected] == [3]
    assert set(deals(wb)) == {"A1", "A3", "A4"}


@pytest.mark.shared
@pytest.mark.skipif(not SHARED.is_dir(), reason="the shared data folder is absent")
def test_the_shared_folder_gives_its_known_figures(wb):
    summary = wb.imports.read(SHARED).load()
    assert summary.counts["opportunity"].new == 8800
    assert summary.counts["contact"].new == 85
    assert summary.statuses == {
        "won": (4238, Decimal(10005534)),
        "lost": (2473, Decimal(0)),
        "open": (2089, Decimal(0)),
    }
    assert summary.stages["Prospecting"] == 500
    assert (summary.rejected, summary.repairs["product names matched despite a missing blank"]) == ((), 1480)
    found = deals(wb).values()
    assert Counter(row["status"] for row in found) == {"won": 4238, "lost": 2473, "open": 2089}
    assert sum(row["net"] for row in found if row["status"] == "won") == 10005534
    assert sum(row["contact_id"] is None for row in found) == 1425
    assert wb.store.check() == []
    again = wb.imports.read(SHARED).load()
    assert (
        again.counts["opportunity"].new,
        again.counts["opportunity"].changed,
        again.counts["opportunity"].unchanged,
    ) == (0, 0, 8800)
