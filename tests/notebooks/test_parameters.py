"""What a report may be given is read from its notebook, and checked before anything runs."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from tests.notebooks.build import notebook
from workbench import Filters
from workbench.errors import InvalidValueError
from workbench.services.reports import running

CELL = 'store = None\ntoday = None\nlanguage = "en"\nfilter = "{}"\nrows: int = 5\nshare = 0.5\nshort: bool = False\nteams = []'


@pytest.fixture
def report(tmp_path: Path) -> running.ReportNotebook:
    notebook(tmp_path / "plain.ipynb", CELL)
    return running.find_report("plain", tmp_path)


def test_annotated_parameters_are_parameters(report: running.ReportNotebook) -> None:
    assert report.parameters == {
        "store": None, "today": None, "language": "en", "filter": "{}", "rows": 5, "share": 0.5, "short": False,
        "teams": [],
    }  # fmt: skip


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("rows", "5"), ("rows", True), ("rows", 5.5), ("rows", Decimal(5)), ("short", 1), ("short", "yes"),
        ("share", "half"), ("share", True), ("language", ["it"]), ("language", {"it"}), ("language", "xx"),
        ("filter", {"status": "won"}), ("filter", ""), ("store", 5), ("today", 20261124), ("today", "tomorrow"),
        ("teams", "north"), ("today", ["2026-11-24"]),
    ],
)  # fmt: skip
def test_a_value_of_another_kind_is_refused(report: running.ReportNotebook, name: str, value: object) -> None:
    with pytest.raises(InvalidValueError) as raised:
        running.checked_parameters(report, {name: value})
    assert name in {raised.value.field, "filter"}


@pytest.mark.parametrize(
    ("name", "value", "written"),
    [
        ("today", date(2026, 11, 24), "2026-11-24"),
        ("today", datetime(2026, 11, 24, 10, 30), "2026-11-24"),
        ("today", "20261124", "2026-11-24"),
        ("today", "2026-W48-2", "2026-11-24"),
        ("today", None, None),
        ("language", None, "en"),
        ("filter", Filters(status="won"), '{"status":["won"]}'),
        ("filter", '{ "status": "won" }', '{"status":["won"]}'),
        ("store", Path("a.duckdb"), "a.duckdb"),
        ("share", 1, 1),
        ("teams", ["north"], ["north"]),
    ],
)
def test_values_are_written_one_way(report: running.ReportNotebook, name: str, value: object, written: object) -> None:
    assert running.checked_parameters(report, {name: value}) == {name: written}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("rows=7", 7),
        ("rows=-7", -7),
        ("share=0.25", 0.25),
        ("short=True", True),
        ("store=7", "7"),
        ('teams=["a"]', ["a"]),
    ],
)
def test_a_command_gives_values_of_the_defaults_kind(report: running.ReportNotebook, text: str, value: object) -> None:
    [found] = running.read_parameters(report, [text]).values()
    assert (type(found), found) == (type(value), value)


@pytest.mark.parametrize("text", ["rows=--7", "rows=²", "rows=7.5", "share=half", "short=1", "teams=5", "teams=["])
def test_a_command_refuses_other_values(report: running.ReportNotebook, text: str) -> None:
    with pytest.raises(InvalidValueError, match="is not a value for"):
        running.read_parameters(report, [text])


@pytest.mark.parametrize("cell", ["rows = (", "rows = len([])", "a, b = 1, 2", "%matplotlib inline\nrows = 5"])
def test_parameters_that_cannot_be_read_name_their_notebook(tmp_path: Path, cell: str) -> None:
    notebook(tmp_path / "broken.ipynb", cell)
    with pytest.raises(InvalidValueError, match=r"broken\.ipynb"):
        running.find_report("broken", tmp_path)


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"cells": [1]}'])
def test_a_file_that_is_no_notebook_is_named(tmp_path: Path, text: str) -> None:
    (tmp_path / "broken.ipynb").write_text(text)
    with pytest.raises(InvalidValueError, match=r"broken\.ipynb"):
        running.find_report("broken", tmp_path)


def test_a_broken_report_is_not_in_the_way_of_another(tmp_path: Path, report: running.ReportNotebook) -> None:
    (tmp_path / "broken.ipynb").write_text("")
    assert running.find_report("plain", tmp_path) == report
