"""The key figures of the home view agree with the report, whatever the day."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

import pytest

from workbench.app import Workbench, open_workbench
from workbench.domain.filters import Filters
from workbench.domain.periods import quarter_of
from workbench.i18n.formats import money, number
from workbench.services.demo import load_demo
from workbench.services.reports import WeeklyPipeline

TODAY = date(2026, 11, 24)
IN_SPRING = date(2026, 5, 13)


@pytest.fixture(scope="module")
def spring(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workbench]:
    path = tmp_path_factory.mktemp("home") / "store.duckdb"
    with open_workbench(path, today=TODAY, door="exclusive") as wb:
        load_demo(wb.store, opportunities=400, seed=7, as_of=TODAY, now=wb.now())
    with open_workbench(path, today=IN_SPRING, door="exclusive", lang="en") as wb:
        yield wb


def test_what_was_closed_after_the_quarter_is_not_of_the_quarter(spring: Workbench) -> None:
    quarter = quarter_of(IN_SPRING)
    closed = [
        row
        for row in spring.listing.rows(limit=1000)
        if row.closed_date and row.closed_date in quarter and row.status == "won"
    ]
    assert closed
    assert spring.home.summary().won_count == len(closed)


@pytest.mark.parametrize("filters", [Filters(), Filters(currency=("EUR",))], ids=["all", "euros"])
def test_the_headline_is_the_reports_table_of_won_and_lost(spring: Workbench, filters: Filters) -> None:
    week, summary = WeeklyPipeline(spring.session, filters), spring.home.summary(filters)
    found = re.search(r"<td>This quarter</td>(.*?)</tr>", week.closed().html)
    assert found
    assert re.findall(r">([^<>]+)</td>", found[1]) == [
        number(summary.won_count), money(summary.won_net, summary.currency),
        number(summary.lost_count), money(summary.lost_net, summary.currency),
    ]  # fmt: skip
    for figure in (summary.won_net, summary.lost_net):
        assert money(figure, summary.currency) in week.headline().html
