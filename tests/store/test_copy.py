"""A copy between doors is one moment of the store, equal to the cent, or nothing at all."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from tests.postgres import PostgresServer
from tests.store.test_backup import WRITER
from workbench.app import open_workbench
from workbench.cli import main
from workbench.domain.filters import Filters
from workbench.errors import StoreDamagedError, StoreError
from workbench.services.demo import load_demo
from workbench.store import Batch, open_store, stop_owner, uuid7

TODAY, NOON = date(2026, 11, 24), datetime(2026, 11, 24, 12)
Place = Callable[[str], str]


@pytest.fixture
def place(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Place]:
    """Name a new file, or make an empty database."""
    files: list[str] = []

    def named(kind: str) -> str:
        if kind == "postgres":
            server: PostgresServer = request.getfixturevalue("postgres_server")
            return server.url(server.new_database())
        files.append(str(tmp_path / f"store-{len(files)}" / "store.duckdb"))
        return files[-1]

    yield named
    for path in files:
        stop_owner(path)


def filled(url: str, deals: int = 60) -> str:
    with open_workbench(url, user="boss", today=TODAY, lang="en") as wb:
        load_demo(wb.store, opportunities=deals, as_of=TODAY)
    return url


def content(url: str) -> dict[str, object]:
    """Return what people would compare: totals, boards, history and the sum of every deal's versions."""
    with open_workbench(url, user="boss", today=TODAY, lang="en") as wb:
        assert wb.store.check() == []
        board = wb.boards.progress(per_column=0)
        history = wb.sql("select id, version, title, net, status, recorded_at from opportunity_history")
        return {
            "totals": wb.listing.totals(), "won": wb.listing.totals(Filters(status="won")),
            "columns": [(column.label, column.count, column.net, column.weighted) for column in board.columns],
            "history": sorted(map(str, history.itertuples(index=False, name=None))),
            "users": [(user.login, user.role) for user in wb.settings.lookups().users],
        }  # fmt: skip


@pytest.mark.parametrize(("source", "target"), [
    ("file", "postgres"), ("postgres", "file"), ("file", "file"), ("postgres", "postgres"),
])  # fmt: skip
def test_a_copy_is_equal_and_works_on(place: Place, source: str, target: str) -> None:
    there, here = filled(place(source)), place(target)
    told: list[tuple[str, float]] = []
    store = open_store(there)
    done = store.copy_to(here, lambda step, share: told.append((step, share)))
    store.close()
    assert done.rows["opportunity"] == 60
    assert done.sums["opportunity.net"] > Decimal(0)
    assert {"opportunity", "line", "contact"} <= {step for step, _share in told}
    assert [share for _step, share in told] == sorted(share for _step, share in told)
    assert content(here) == content(there)
    with open_workbench(here, user="boss", today=TODAY, lang="en") as wb:
        wb.opportunities.create(title="After the copy")
        assert wb.listing.rows(limit=1)[0].number == 61


@pytest.mark.slow
@pytest.mark.parametrize(("source", "target"), [("file", "postgres"), ("postgres", "file")])
def test_a_copy_while_eight_write_is_one_moment(place: Place, source: str, target: str) -> None:
    there, here = filled(place(source), 200), place(target)
    writers = [
        subprocess.Popen([sys.executable, "-c", WRITER, there, str(number)], stdout=subprocess.PIPE, text=True)
        for number in range(8)
    ]
    for writer in writers:
        assert writer.stdout is not None
        assert writer.stdout.readline() == "ready\n"
    store = open_store(there)
    done = store.copy_to(here)
    store.close()
    for writer in writers:
        writer.communicate(timeout=180)
    assert [writer.returncode for writer in writers] == [0] * 8
    copied = open_store(here)
    assert copied.check() == []
    units = copied.select("select count(*) as n from unit_of_work")["n"][0]
    copied.close()
    assert units == done.rows["unit_of_work"]


@pytest.mark.parametrize("target", ["file", "postgres"])
def test_a_target_that_is_not_empty_is_refused_and_left_alone(place: Place, target: str) -> None:
    there, here = filled(place("file"), 5), filled(place(target), 8)
    before = content(here)
    stop_owner(here) if target == "file" else None
    store = open_store(there)
    with pytest.raises(StoreError, match=r"never replaces|not empty"):
        store.copy_to(here)
    store.close()
    assert content(here) == before


@pytest.mark.parametrize("target", ["file", "postgres"])
def test_a_store_that_breaks_a_rule_is_not_copied_and_nothing_stays_behind(place: Place, target: str) -> None:
    there, here = filled(place("file"), 5), place(target)
    store = open_store(there)
    store._door.write("update opportunity set net = net + 1 where number = 3", None)
    with pytest.raises(StoreDamagedError, match="breaks a rule"):
        store.copy_to(here)
    store.close()
    if target == "file":
        assert list(Path(here).parent.glob("*")) == []
    else:
        other = open_store(there)
        other._door.write("update opportunity set net = net - 1 where number = 3", None)
        assert other.copy_to(here).rows["opportunity"] == 5
        other.close()
    assert sorted(path.name for path in Path(there).parent.glob("*.copy-*")) == []


def test_whoever_stops_a_copy_leaves_nothing(place: Place) -> None:
    class StoppedError(Exception):
        pass

    def stop(step: str, _share: float) -> None:
        if step == "opportunity":
            raise StoppedError

    there, here = filled(place("file"), 5), place("postgres")
    store = open_store(there)
    with pytest.raises(StoppedError):
        store.copy_to(here, stop)
    assert store.copy_to(here).rows["opportunity"] == 5
    store.close()


def test_a_store_in_memory_is_not_copied(place: Place) -> None:
    with open_workbench(":memory:", lang="en") as wb, pytest.raises(StoreError, match="memory"):
        wb.store.copy_to(place("file"))


def test_the_command_copies_and_shows_no_password(place: Place, capsys: pytest.CaptureFixture[str]) -> None:
    there = filled(place("file"), 5)
    options = ["--user", "boss", "--lang", "en"]
    secret = f"{place('postgres')}?password=s3cret"
    assert main(["copy", "--from", there, "--to", secret, *options]) == 0
    assert main(["copy", "--from", there, "--to", secret, *options]) == 3
    assert main(["copy", "--from", secret, "--to", place("file"), "--json", *options]) == 0
    assert main(["copy", "--from", "postgres://ana:s3cret@127.0.0.1:1/x", "--to", place("file"), *options]) == 3
    told = capsys.readouterr()
    assert "s3cret" not in told.out + told.err
    assert "proven" in told.out


def test_the_command_makes_no_store_where_none_is(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = tmp_path / "none.duckdb"
    assert main(["copy", "--from", str(source), "--to", str(tmp_path / "new.duckdb"), "--lang", "en"]) == 3
    assert "no store" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_a_moment_holds_whole_units(place: Place) -> None:
    """A unit of work that is committed while a copy is under way is in all tables of the copy, or in none."""
    there, here = filled(place("postgres"), 5), place("file")
    store, other = open_store(there), open_store(there)

    def write(step: str, _share: float) -> None:
        if step in {"change", "opportunity"}:
            batch = Batch(unit=uuid7(), user_login="boss", origin="command", kind="test", recorded_at=NOON)
            batch.add("settings/insert_team", id=uuid7(), code=f"late-{step}", name="Late", retired=False)
            other.write(batch)

    done = store.copy_to(here, write)
    assert done.rows["team"] == store.select("select count(*) as n from team")["n"][0] - 2
    store.close()
    other.close()
