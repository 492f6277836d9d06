from __future__ import annotations

import json
import os
import re
from datetime import date
from decimal import Decimal
from pathlib import Path

import nbformat
import pytest

from workbench import Filters
from workbench.app import open_workbench
from workbench.cli import main
from workbench.errors import InvalidValueError, NotFoundError, ReportFailedError, StoreUnavailableError
from workbench.i18n import use_language
from workbench.i18n.formats import money
from workbench.services.demo import load_demo
from workbench.services.notebooks import notebooks_folder
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
    files = running.run_report(weekly, parameters, folder=folder, today=TODAY, formats=("html", "ipynb"))
    assert files["html"].stem == files["ipynb"].stem
    assert re.fullmatch(rf"weekly_pipeline-{TODAY}-[0-9a-f]{{8}}", files["html"].stem)
    kept = json.loads(files["ipynb"].read_text("utf-8"))
    assert kept["metadata"]["papermill"]["parameters"] == parameters
    return files["html"].read_text("utf-8")


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
        running.run_report(weekly, {"store": str(store), "user": hostile}, folder=tmp_path, today=TODAY)
    assert not trace.exists()
    assert (tmp_path / f"weekly_pipeline-{TODAY}.ipynb").exists()


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["no_such_report"], "weekly_pipeline"),
        (["weekly_pipeline", "-p", "no_such=1"], "filter"),
        (["weekly_pipeline", "--to", "docx"], "html"),
        (["weekly_pipeline", "-p", "today=yesterday"], "YYYY-MM-DD"),
        (["weekly_pipeline", "-p", "filter={"], "not readable"),
        (["weekly_pipeline", "-p", 'filter={"owner":["nobody"]}'], "nobody"),
        (["weekly_pipeline", "-p", "language=xx"], "ro"),
    ],
)
def test_wrong_use_of_the_command_ends_with_2_before_anything_runs(
    store: Path, arguments: list[str], told: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out"
    assert main(["report", *arguments, "--lang", "en", "--store", str(store), "--out", str(out)]) == 2
    assert told in capsys.readouterr().err
    assert not out.exists()


def test_without_a_name_the_command_lists_the_reports(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["report", "--lang", "en"]) == 0
    assert "weekly_pipeline  store, user, today, language, filter" in capsys.readouterr().out


def test_a_workbench_renders_its_own_reports(store: Path, tmp_path: Path) -> None:
    with open_workbench(store, today=TODAY, lang="en") as wb:
        rendered = wb.reports.render("weekly_pipeline", out=tmp_path, filter=Filters(status=("won",)), language="it")
        page = rendered.files["html"].read_text("utf-8")
        board = wb.boards.headers("progress", Filters(status=("won",)))
        use_language("it")
        expected = money(board.net, board.currency)
        use_language("en")
    assert rendered.files["html"].parent == tmp_path
    assert expected in page
    assert "Pipeline settimanale" in page
    assert "TCP" not in page


def test_a_store_in_memory_is_answered_with_what_to_do() -> None:
    with open_workbench(":memory:", today=TODAY, lang="en") as wb, pytest.raises(StoreUnavailableError, match="served"):
        wb.reports.render("weekly_pipeline")


def test_a_folder_that_cannot_be_written_is_named(store: Path, weekly: running.ReportNotebook, tmp_path: Path) -> None:
    taken = tmp_path / "taken"
    taken.write_text("a file")
    with pytest.raises(ReportFailedError, match="taken"):
        running.run_report(weekly, {"store": str(store)}, folder=taken, today=TODAY)


def test_a_kernel_that_ends_is_an_error_for_people(tmp_path: Path) -> None:
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("import os; os._exit(3)")])
    nbformat.write(notebook, tmp_path / "dying.ipynb")
    report = running.find_report("dying", tmp_path)
    with pytest.raises(ReportFailedError, match="kernel ended"):
        running.run_report(report, {}, folder=tmp_path / "out", today=TODAY)


def test_a_password_of_the_store_is_in_no_file(tmp_path: Path) -> None:
    source = "store = None\n", "import os\nprint(store, len(os.environ['PGPASSWORD']))"
    cells = [nbformat.v4.new_code_cell(text) for text in source]
    cells[0]["metadata"]["tags"] = ["parameters"]
    nbformat.write(nbformat.v4.new_notebook(cells=cells), tmp_path / "where.ipynb")
    report = running.find_report("where", tmp_path)
    address = "postgres://ana:s%C3%A9cret@db.example/sales?sslmode=require"
    files = running.run_report(report, {"store": address}, folder=tmp_path / "out", today=TODAY, formats=("ipynb",))
    text = files["ipynb"].read_text("utf-8")
    assert "s%C3%A9cret" not in text
    assert "sécret" not in text
    assert "postgres://ana@db.example/sales?sslmode=require 6" in text
    assert "PGPASSWORD" not in os.environ
