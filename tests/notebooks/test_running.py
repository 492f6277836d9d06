"""Reports do not get in each other's way: each has its own kernel, its own files and its own secrets."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from tests.notebooks.build import notebook
from workbench.errors import ReportFailedError
from workbench.services.reports import running

TODAY = date(2026, 11, 24)
CELL = 'store = None\nuser = None\ntoday = None\nlanguage = "en"\nfilter = "{}"\nrows = 5'
RUN = """
import sys
from datetime import date
from pathlib import Path
from workbench.services.reports import running
report = running.find_report("slow", Path(sys.argv[1]))
running.run_report(report, {"rows": int(sys.argv[2])}, folder=Path("out"), today=date(2026, 11, 24))
"""


def run(report: running.ReportNotebook, folder: Path, **parameters: object) -> Path:
    return running.run_report(report, parameters, folder=folder, today=TODAY, formats=("ipynb",))["ipynb"]


def outputs(path: Path) -> str:
    cells = json.loads(path.read_text("utf-8"))["cells"]
    return "".join("".join(output.get("text", "")) for cell in cells for output in cell.get("outputs", []))


@pytest.fixture
def short_folder() -> Iterator[Path]:
    """Make a folder whose path leaves room for the name of a socket."""
    with tempfile.TemporaryDirectory(prefix="t") as place:
        yield Path(place)


def test_two_reports_run_at_once_from_one_folder(tmp_path: Path, short_folder: Path) -> None:
    notebook(tmp_path / "notebooks" / "slow.ipynb", "rows = 5", "import time; time.sleep(2); print('rows', rows)")
    place = tmp_path / "place"
    place.mkdir()
    started = [
        subprocess.Popen(
            [sys.executable, "-c", RUN, str(tmp_path / "notebooks"), str(rows)],
            cwd=place, stderr=subprocess.PIPE, env={**os.environ, "TMPDIR": str(short_folder)},
        )
        for rows in (1, 2)
    ]  # fmt: skip
    try:
        for one in started:
            _out, told = one.communicate(timeout=60)
            assert one.returncode == 0, told.decode()
    finally:
        for one in started:
            one.kill()
    assert sorted(outputs(path) for path in (place / "out").glob("*.ipynb")) == ["rows 1\n", "rows 2\n"]
    assert [path.name for path in place.iterdir()] == ["out"]
    assert not list(short_folder.glob("wb-*"))


def test_a_report_leaves_only_its_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    notebook(tmp_path / "plain.ipynb", CELL)
    monkeypatch.chdir(tmp_path)
    files = running.run_report(running.find_report("plain", tmp_path), {}, folder=Path("out"), today=TODAY)
    assert files == {"html": Path("out") / f"plain-{TODAY}.html"}
    assert sorted(path.name for path in Path("out").iterdir()) == [f"plain-{TODAY}.html", f"plain-{TODAY}.ipynb"]
    kept = json.loads((tmp_path / "out" / f"plain-{TODAY}.ipynb").read_text("utf-8"))
    assert kept["metadata"]["papermill"]["output_path"] == str(Path("out") / f"plain-{TODAY}.ipynb")


def test_reports_over_other_deals_have_other_names(tmp_path: Path) -> None:
    report = running.find_report("plain", notebook(tmp_path / "plain.ipynb", CELL).parent)
    out = tmp_path / "out"
    usual = run(report, out, user="ana", language="it", filter="{}", rows=5)
    won = run(report, out, filter='{"status":["won"]}')
    same = run(report, out, filter='{"status": "won"}', user="bea")
    other = run(report, out, filter='{"status":["won"]}', rows=6)
    assert usual.name == f"plain-{TODAY}.ipynb"
    assert won == same
    assert len({usual, won, other}) == 3
    assert all(len(path.stem) == len(f"plain-{TODAY}-01234567") for path in (won, other))
    assert run(report, out, today="20260102").name == "plain-2026-01-02.ipynb"


def test_a_failed_report_is_kept_under_its_own_name(tmp_path: Path) -> None:
    notebook(tmp_path / "plain.ipynb", CELL, "assert rows == 5")
    report = running.find_report("plain", tmp_path)
    good = run(report, tmp_path / "out")
    before = good.read_bytes()
    with pytest.raises(ReportFailedError, match=r"AssertionError.*kept as") as raised:
        run(report, tmp_path / "out", rows=6)
    [failed] = set((tmp_path / "out").iterdir()) - {good}
    assert str(failed) in str(raised.value)
    assert "AssertionError" in failed.read_text("utf-8")
    assert good.read_bytes() == before


def test_a_kernel_that_ends_leaves_the_last_report_alone(tmp_path: Path) -> None:
    flag = tmp_path / "end"
    notebook(tmp_path / "plain.ipynb", CELL, f"import os\nif os.path.exists({str(flag)!r}): os._exit(3)")
    report = running.find_report("plain", tmp_path)
    good = run(report, tmp_path / "out")
    before = good.read_bytes()
    flag.touch()
    with pytest.raises(ReportFailedError, match="kernel ended"):
        run(report, tmp_path / "out")
    assert good.read_bytes() == before
    assert list((tmp_path / "out").iterdir()) == [good]


def test_a_kernel_that_does_not_start_is_an_error_for_people(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    notebook(tmp_path / "plain.ipynb", CELL)
    startup = tmp_path / "profile_default" / "startup" / "slow.py"
    startup.parent.mkdir(parents=True)
    startup.write_text("import time; time.sleep(4)")
    monkeypatch.setenv("IPYTHONDIR", str(tmp_path))
    monkeypatch.setattr(running, "START_SECONDS", 1)
    with pytest.raises(ReportFailedError, match="could not be run"):
        run(running.find_report("plain", tmp_path), tmp_path / "out")


def test_a_notebook_that_papermill_does_not_take_is_an_error_for_people(tmp_path: Path) -> None:
    cell = {"cell_type": "code", "metadata": {"tags": ["parameters"]}, "source": "rows = 5"}
    (tmp_path / "odd.ipynb").write_text(json.dumps({"cells": [cell]}))
    with pytest.raises(ReportFailedError, match="odd"):
        run(running.find_report("odd", tmp_path), tmp_path / "out")


def test_braces_in_a_folder_are_only_braces(tmp_path: Path) -> None:
    folder = tmp_path / "{store} }{"
    notebook(folder / "plain.ipynb", CELL)
    assert run(running.find_report("plain", folder), folder / "out").exists()


@pytest.mark.parametrize(
    "address", ["postgres://ana:S3cret@db.example/sales", "postgres://db.example/sales?user=ana&password=S3cret"]
)
def test_a_password_reaches_the_kernel_and_nothing_else(tmp_path: Path, address: str) -> None:
    notebook(tmp_path / "where.ipynb", CELL, "import os\nprint(store, len(os.environ['PGPASSWORD']))")
    path = run(running.find_report("where", tmp_path), tmp_path / "out", store=address)
    assert "S3cret" not in path.read_text("utf-8")
    assert outputs(path).endswith(" 6\n")
    assert "PGPASSWORD" not in os.environ
