"""The weekly report says what happened in its week, in words, and keeps passwords to itself."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from workbench.app import Workbench, open_workbench
from workbench.domain.filters import Filters
from workbench.domain.people import Reach, Role
from workbench.errors import NotAllowedError
from workbench.i18n import use_language
from workbench.services.reports import WeeklyPipeline, paper
from workbench.services.words import LABELS, filters_in_words
from workbench.store import stop_owner
from workbench.store.passwords import split_password

TODAY = date(2026, 11, 24)
BUCHAREST = ZoneInfo("Europe/Bucharest")
BEGINS, ENDS = datetime(2026, 11, 22, 22), datetime(2026, 11, 29, 22)


class Clock:
    def __init__(self) -> None:
        self.now = datetime(2026, 11, 1, 12)

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def wb(clock: Clock) -> Iterator[Workbench]:
    with open_workbench(":memory:", user="ana", today=TODAY, clock=clock, lang="en") as opened:
        yield opened


@pytest.mark.parametrize(
    ("moment", "shown"),
    [
        (datetime(2026, 11, 22, 21, 59, 59), False),
        (BEGINS, True),
        (datetime(2026, 11, 29, 21, 59, 59), True),
        (ENDS, False),
    ],
)
def test_a_change_belongs_to_the_week_of_the_place(wb: Workbench, clock: Clock, moment: datetime, shown: bool) -> None:  # noqa: FBT001 - a table of cases
    clock.now = moment
    wb.opportunities.create(title="Labelling line")
    assert ("Labelling line" in WeeklyPipeline(wb.session, zone=BUCHAREST).changed().html) is shown


def test_a_later_change_does_not_hide_the_one_of_the_week(wb: Workbench, clock: Clock) -> None:
    clock.now = BEGINS
    deal = wb.opportunities.create(title="Labelling line").opportunity
    clock.now = ENDS
    wb.opportunities.update(deal.id, title="Packing line")
    assert "Packing line" in WeeklyPipeline(wb.session, zone=BUCHAREST).changed().html


def test_what_the_table_of_changes_leaves_out_is_counted(wb: Workbench, clock: Clock) -> None:
    clock.now = BEGINS
    for number in range(5):
        wb.opportunities.create(title=f"Line {number}")
    week = WeeklyPipeline(wb.session, zone=BUCHAREST)
    assert "2 more are not shown." in week.changed(rows=3).html
    assert "not shown" not in week.changed(rows=5).html


def test_a_filter_is_told_in_words(wb: Workbench) -> None:
    lookups = wb.settings.lookups()
    team = lookups.teams[0] if lookups.teams else None
    filters = Filters(
        status=("open", "won"), owner="ana", probability=(Decimal(50), None), created=(date(2026, 1, 1), TODAY),
        archived=True, text="<fair>", team=(team.code,) if team else (),
    )  # fmt: skip
    told = filters_in_words(filters, lookups)
    assert "Status: Open, Won" in told
    assert "Probability %: from 50" in told
    assert "Created: 1 Jan 2026 – 24 Nov 2026" in told
    assert "Archived deals: yes" in told
    assert f"Owner: {lookups.users[0].name}" in told
    assert "{" not in told
    assert "&lt;fair&gt;" in WeeklyPipeline(wb.session, filters).title().html
    assert "all deals" in WeeklyPipeline(wb.session).title().html
    use_language("it")
    assert "Stato: Aperto, Vinto" in filters_in_words(filters, lookups)
    use_language("en")


def test_every_condition_has_words(wb: Workbench) -> None:
    stage = wb.settings.lookups().workflow("sales").stages[0]
    filters = Filters(
        name="mine", title="a", contact="b", number=7, amount=(None, Decimal(5)), closed=(TODAY, None), active_on=TODAY,
        currency="EUR", workflow="sales", stage=f"sales/{stage.code}", agent="ana", tags="vip", region="IT",
    )  # fmt: skip
    told = filters_in_words(filters, wb.settings.lookups())
    assert f"Stage: {stage.name}" in told
    assert told.count("; ") == len(filters.set_fields()) - 1
    assert {item.name for item in fields(Filters)} <= set(LABELS)


@pytest.mark.parametrize(("deals", "told"), [(1, "1 deal without exchange rate (CHF) is"), (2, "2 deals without")])
def test_the_footer_counts_what_is_in_no_sum(wb: Workbench, deals: int, told: str) -> None:
    for number in range(deals):
        wb.opportunities.create(title=f"Line {number}", currency="CHF", net=Decimal(7))
    assert told in WeeklyPipeline(wb.session).footer().html


def test_the_weighted_figure_says_what_it_is(wb: Workbench) -> None:
    assert "expected amount × probability" in WeeklyPipeline(wb.session).headline().html


def test_a_table_without_rows_and_without_a_text_for_that_keeps_its_head() -> None:
    assert "<th>Period</th>" in paper.table("Won", ["Period"], [], numbers=frozenset()).html


@pytest.mark.parametrize(
    ("address", "bare", "password"),
    [
        ("postgres://ana:s%C3%A9cret@db/sales?sslmode=require", "postgres://ana@db/sales?sslmode=require", "sécret"),
        ("postgresql://db/sales?user=ana&password=a+b%26c", "postgresql://db/sales?user=ana", "a+b&c"),
        ("postgres://ana:old@db/sales?password=new&sslmode=require", "postgres://ana@db/sales?sslmode=require", "new"),
        ("postgres:///sales?password=S", "postgres:///sales", "S"),
        ("postgres://db/sales?p%61ssword=S", "postgres://db/sales", "S"),
        ("postgres://ana:a#b?c@db/sales", "postgres://ana@db/sales", "a#b?c"),
        ("postgres://ana@db/sales", "postgres://ana@db/sales", None),
        ("data/password=1.duckdb", "data/password=1.duckdb", None),
    ],
)
def test_a_password_is_taken_out_of_an_address(address: str, bare: str, password: str | None) -> None:
    assert split_password(address) == (bare, password)


def test_only_an_administrator_renders_what_somebody_else_sees(tmp_path: Path) -> None:
    path = tmp_path / "store.duckdb"
    with open_workbench(path, user="boss", lang="en") as boss:
        boss.people.add(login="sara", name="Sara", role=Role.SALESPERSON, sees=Reach.OWN, changes=Reach.OWN)
    with open_workbench(path, user="sara", lang="en") as sara, pytest.raises(NotAllowedError):
        sara.reports.render("weekly_pipeline", out=tmp_path / "out", user="boss")
    stop_owner(str(path))
    assert not (tmp_path / "out").exists()
