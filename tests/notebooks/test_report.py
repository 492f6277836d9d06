from __future__ import annotations

import json
import re
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from workbench import Filters
from workbench.app import open_workbench
from workbench.cli import main
from workbench.errors import InvalidValueError, NotFoundError, ReportFailedError
from workbench.i18n.formats import money
from workbench.server.places import notebooks_folder
from workbench.services.demo import load_demo
from workbench.services.reports import running

TODAY = date(2026, 11, 24)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("report") / "store.duckdb"
    with open_workbench(path, today=TODAY, door="exclusive") as wb:
        load_demo(wb.store, opportunities=120, seed=7, as_of=TODAY, now=wb.now())
    return path


@pytest.fixture(scope="module")
def weekly() -> running.ReportNotebook:
    return running.find_report("weekly_pipeline", notebooks_folder() / "reports")


@pytest.fixture(scope="module")
def html(store: Path, weekly: running.ReportNotebook, tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("out")
    parameters = {"store": str(store), "today": TODAY.isoformat(), "filter": '{"status":["open"]}'}
    [path] = running.run_report(weekly, parameters, folder=folder)
    kept = json.loads((folder / "weekly_pipeline.ipynb").read_text("utf-8"))
    assert kept["metadata"]["papermill"]["parameters"] == parameters
    return path.read_text("utf-8")


def test_the_report_shows_the_totals_of_the_board(store: Path, html: str) -> None:
    with open_workbench(store, today=TODAY) as wb:
        board = wb.boards.headers("progress", Filters(status=("open",)))
    assert board.net > Decimal(0)
    assert html.count(money(board.net, board.currency)) >= 2


def test_the_report_asks_for_nothing_from_outside(html: str) -> None:
    assert not re.search(r"<(?:script|link|img|iframe)[^>]+(?:src|href)=[\"']?(?:https?:)?//", html)
    assert "default-src 'none'" in html


def test_the_report_shows_no_code(html: str) -> None:
    assert "open_workbench" not in html


def test_an_unknown_report_is_answered_with_those_that_exist() -> None:
    with pytest.raises(NotFoundError, match="weekly_pipeline"):
        running.find_report("monthly", notebooks_folder() / "reports")


@pytest.mark.parametrize("given", ["no_such=1", "store", "=1"])
def test_an_unknown_parameter_is_answered_with_those_that_exist(weekly: running.ReportNotebook, given: str) -> None:
    with pytest.raises(InvalidValueError, match="filter"):
        running.read_parameters(weekly, [given])


def test_a_parameter_is_data_and_never_code(store: Path, weekly: running.ReportNotebook, tmp_path: Path) -> None:
    trace = tmp_path / "written"
    hostile = f'"; open({str(trace)!r}, "w").close(); "'
    with pytest.raises(ReportFailedError, match=r"cell \d+"):
        running.run_report(weekly, {"store": str(store), "filter": hostile}, folder=tmp_path)
    assert not trace.exists()
    assert (tmp_path / "weekly_pipeline.ipynb").exists()


@pytest.mark.parametrize(
    "arguments", [["no_such_report"], ["weekly_pipeline", "-p", "no_such=1"], ["weekly_pipeline", "--to", "docx"]]
)
def test_wrong_use_of_the_command_ends_with_2(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["report", *arguments, "--lang", "en"]) == 2
    told = capsys.readouterr().err
    assert any(known in told for known in ("weekly_pipeline", "filter", "html"))
