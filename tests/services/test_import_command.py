import csv
import errno
import json
import subprocess
import sys

import pytest

from workbench import app
from workbench.app import open_workbench
from workbench.cli import import_file, main

GOOD = "ID,Title,Amount,Create Date\n1,Pump,20.50,2024-01-15\n2,Valve,10.00,2024-01-16\n"
BAD = 'ID,Title,Amount,Create Date\n1,Pump,20.50,15/01/2024\n2,Valve,10.00,31/02/2024\n3,Hose,"12,34.5",16/01/2024\n'
FULL_DISK = """
import resource, sys
from workbench import app
from workbench.app import open_workbench
from workbench.errors import StoreError
store, path = sys.argv[1:]
with open_workbench(store, door="exclusive") as wb:
    reading = wb.imports.read(path)
    resource.setrlimit(resource.RLIMIT_FSIZE, (400_000, 400_000))
    try:
        reading.load()
    except StoreError as error:
        print("refused", error)
"""


@pytest.fixture
def store(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return str(tmp_path / "store.duckdb")


def titles(store):
    with open_workbench(store, door="exclusive") as wb:
        return sorted(row["title"] for row in wb.store.records("imports/deals", source="deals"))


def run(store, path, *options):
    return main(["import", str(path), *options, "--store", store])


@pytest.fixture(autouse=True)
def _exclusive(monkeypatch):
    """The commands hold the store themselves: no owner process outlives a test."""
    opened = app.open_workbench
    monkeypatch.setattr(
        app, "open_workbench", lambda *args, **options: opened(*args, **{"door": "exclusive", **options})
    )


def test_a_clean_file_ends_with_0(store, tmp_path, capsys):
    (tmp_path / "deals.csv").write_text(GOOD)
    assert run(store, "deals.csv") == 0
    assert "2 new" in capsys.readouterr().out
    assert titles(store) == ["Pump", "Valve"]


def test_bad_rows_end_with_1_and_stand_in_a_file(store, tmp_path, capsys):
    (tmp_path / "deals.csv").write_text(BAD)
    assert run(store, "deals.csv") == 1
    assert "2 rows were set aside" in capsys.readouterr().out
    with (tmp_path / "deals.rejected.csv").open(encoding="utf-8-sig", newline="") as file:
        assert [(row["line"], row["value"]) for row in csv.DictReader(file)] == [("3", "31/02/2024"), ("4", "12,34.5")]
    assert titles(store) == ["Pump"]


def test_strict_ends_with_3_and_loads_nothing(store, tmp_path, capsys):
    (tmp_path / "deals.csv").write_text(BAD)
    assert run(store, "deals.csv", "--strict", "--errors", "bad.csv") == 3
    assert "nothing was loaded" in capsys.readouterr().err
    assert (tmp_path / "bad.csv").is_file()
    assert titles(store) == []


def test_a_dry_run_loads_nothing(store, tmp_path, capsys):
    (tmp_path / "deals.csv").write_text(GOOD)
    assert run(store, "deals.csv", "--dry-run", "--json") == 0
    facts = json.loads(capsys.readouterr().out)
    assert (facts["loaded"], facts["counts"]["opportunity"]["new"]) == (False, 2)
    assert titles(store) == []


@pytest.mark.parametrize("content", [None, b"", b"\x7fELF\x00", b"Title,title\na,b\n", b"Title\nCaff\xe8\n"])
def test_a_bad_file_ends_with_3_and_a_reason(store, tmp_path, capsys, content):
    if content is not None:
        (tmp_path / "deals.csv").write_bytes(content)
    assert run(store, "deals.csv") == 3
    assert "deals.csv" in capsys.readouterr().err
    assert titles(store) == []


def test_an_error_file_that_cannot_be_written_loads_nothing(store, tmp_path):
    (tmp_path / "deals.csv").write_text(BAD)
    assert run(store, "deals.csv", "--errors", str(tmp_path / "no" / "such.csv")) == 3
    assert titles(store) == []


UNKNOWN_STAGE = "ID,Title,Stage\n1,Pump,Lead\n2,Valve,Nowhere\n"


def test_an_error_file_without_a_place_is_found_before_loading_rows_that_only_the_store_can_refuse(
    store, tmp_path, capsys
):
    (tmp_path / "deals.csv").write_text(UNKNOWN_STAGE)
    assert run(store, "deals.csv", "--errors", str(tmp_path / "no" / "such.csv")) == 3
    assert "Nothing was loaded" in capsys.readouterr().err
    assert titles(store) == []


def test_a_file_without_bad_rows_needs_no_place_for_them(store, tmp_path):
    (tmp_path / "deals.csv").write_text(GOOD)
    assert run(store, "deals.csv", "--errors", str(tmp_path / "no" / "such.csv")) == 0
    assert titles(store) == ["Pump", "Valve"]


@pytest.mark.parametrize("content", [None, "older"])
def test_the_place_for_bad_rows_is_left_as_it_is_where_there_are_none(store, tmp_path, content):
    (tmp_path / "deals.csv").write_text(GOOD)
    errors = tmp_path / "bad.csv"
    if content:
        errors.write_text(content)
    assert run(store, "deals.csv", "--errors", str(errors)) == 0
    assert (errors.read_text() if errors.exists() else None) == content


def test_a_list_that_fails_after_loading_says_that_the_deals_are_loaded(store, tmp_path, capsys, monkeypatch):
    def full(_path, _rows):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(import_file, "write_rejected", full)
    (tmp_path / "deals.csv").write_text(UNKNOWN_STAGE)
    assert run(store, "deals.csv", "--errors", "bad.csv", "--json") == 1
    told = capsys.readouterr()
    assert "The deals are loaded" in told.err
    assert "No space left" in told.err
    facts = json.loads(told.out)
    assert (facts["loaded"], facts["rejected"], facts["errors"]) == (True, 1, None)
    assert titles(store) == ["Pump"]


def test_a_wrong_option_ends_with_2(store):
    with pytest.raises(SystemExit) as caught:
        run(store, "deals.csv", "--format", "tarot")
    assert caught.value.code == 2


@pytest.mark.skipif(sys.platform == "win32", reason="the limit on file sizes is a Unix one")
def test_a_full_disk_leaves_the_store_as_before(store, tmp_path):
    (tmp_path / "deals.csv").write_text(GOOD)
    assert run(store, "deals.csv") == 0
    rows = "".join(f"{number},Deal {number * 7919},{number}.50,2024-01-15\n" for number in range(20_000))
    (tmp_path / "deals.csv").write_text("ID,Title,Amount,Create Date\n" + rows)
    done = subprocess.run(
        [sys.executable, "-c", FULL_DISK, store, "deals.csv"], capture_output=True, text=True, check=False
    )
    assert done.stdout.startswith("refused"), done.stderr
    assert titles(store) == ["Pump", "Valve"]
    with open_workbench(store, door="exclusive") as wb:
        assert wb.store.check() == []
