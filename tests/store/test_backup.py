"""A backup of a store in use is one moment of it, proven; a damaged one is found and changes nothing."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from workbench.app import open_workbench
from workbench.cli import main
from workbench.errors import StoreDamagedError, StoreError, StoreUnavailableError
from workbench.services.demo import load_demo
from workbench.services.jobs import JobState, NewJob, Queue
from workbench.store import feed, open_store, stop_owner
from workbench.store.backup import restore_backup
from workbench.store.copying import require_whole

TODAY = date(2026, 11, 24)
WRITER = """
import sys
from workbench.app import open_workbench
with open_workbench(sys.argv[1], user="boss") as wb:
    deals = wb.sql("select id from opportunity where status = 'open' order by number")["id"].tolist()[int(sys.argv[2])::8]
    rows = [row for row in wb.settings.lookups().probabilities.rows if row.outcome.value == "open"]
    print("ready", flush=True)
    for turn in range(60):
        wb.opportunities.set_probability(deals[turn % len(deals)], probability=rows[turn % len(rows)].id)
"""


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Path]:
    path = tmp_path / "store.duckdb"
    with open_workbench(path, user="boss", today=TODAY, lang="en") as wb:
        load_demo(wb.store, opportunities=400, as_of=TODAY)
    yield path
    stop_owner(str(path))


def totals(path: Path) -> tuple[int, object]:
    with open_workbench(path, user="boss", today=TODAY, door="exclusive") as wb:
        found = wb.listing.totals()
        return found.count, found.net


def test_a_backup_during_eight_writers_is_one_sound_moment(store: Path, tmp_path: Path) -> None:
    writers = [
        subprocess.Popen([sys.executable, "-c", WRITER, str(store), str(number)], stdout=subprocess.PIPE, text=True)
        for number in range(8)
    ]
    for writer in writers:
        assert writer.stdout is not None
        assert writer.stdout.readline() == "ready\n"
    with open_workbench(store, user="boss", today=TODAY) as wb:
        manifest = wb.store.backup(tmp_path / "kept" / "monday.duckdb")
    for writer in writers:
        writer.communicate(timeout=120)
    assert [writer.returncode for writer in writers] == [0] * 8
    elsewhere = tmp_path / "elsewhere" / "store.duckdb"
    assert restore_backup(tmp_path / "kept" / "monday.duckdb", elsewhere) is None
    restored = open_store(str(elsewhere), door="exclusive")
    assert restored.check() == []
    units = restored.select("select count(*) as n from unit_of_work")["n"][0]
    moves = restored.select(
        "select count(*) as n from change where version > 1 and unit_id in (select id from unit_of_work where kind = 'probability' and origin = 'notebook')"
    )["n"][0]
    restored.close()
    assert units == manifest.rows["unit_of_work"]
    assert 0 <= moves <= 480
    assert list(tmp_path.glob("*.backup-*")) == []


def test_a_restored_store_has_the_totals_of_the_backup_and_the_old_one_is_kept(store: Path, tmp_path: Path) -> None:
    backup = tmp_path / "monday.duckdb"
    assert main(["backup", str(backup), "--store", str(store), "--user", "boss", "--lang", "en"]) == 0
    with open_workbench(store, user="boss", today=TODAY) as wb:
        before = wb.listing.totals()
        wb.opportunities.create(title="After the backup")
    assert main(["restore", str(backup), "--store", str(store), "--lang", "en"]) == 0
    assert totals(store) == (before.count, before.net)
    assert totals(Path(f"{store}.before-restore"))[0] == before.count + 1


@pytest.mark.parametrize("share", [0.02, 0.3, 0.6, 0.97])
def test_a_flipped_byte_is_found_and_nothing_is_changed(store: Path, tmp_path: Path, share: float) -> None:
    backup = tmp_path / "monday.duckdb"
    with open_workbench(store, user="boss", today=TODAY) as wb:
        wb.store.backup(backup)
    stop_owner(str(store))
    before = store.read_bytes()
    damaged = bytearray(backup.read_bytes())
    damaged[int(len(damaged) * share)] ^= 1
    backup.write_bytes(damaged)
    with pytest.raises(StoreDamagedError, match="checksum"):
        restore_backup(backup, store)
    assert store.read_bytes() == before
    assert [path.name for path in tmp_path.iterdir() if ".restore-" in path.name] == []


def test_a_file_without_its_proof_is_no_backup(store: Path, tmp_path: Path) -> None:
    backup = tmp_path / "monday.duckdb"
    with open_workbench(store, user="boss", today=TODAY) as wb:
        wb.store.backup(backup)
    Path(f"{backup}.json").unlink()
    assert main(["restore", str(backup), "--store", str(store), "--lang", "en"]) == 3


def test_a_proof_that_names_other_rows_is_refused(store: Path, tmp_path: Path) -> None:
    backup = tmp_path / "monday.duckdb"
    with open_workbench(store, user="boss", today=TODAY) as wb:
        wb.store.backup(backup)
    proof = json.loads(Path(f"{backup}.json").read_text())
    proof["rows"]["opportunity"] += 1
    Path(f"{backup}.json").write_text(json.dumps(proof))
    with pytest.raises(StoreDamagedError):
        restore_backup(backup, tmp_path / "new.duckdb")
    assert not (tmp_path / "new.duckdb").exists()


def test_a_backup_never_replaces_a_file(store: Path, tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    with open_workbench(store, user="boss", today=TODAY) as wb, pytest.raises(StoreError, match="exists"):
        wb.store.backup(tmp_path / "mine.txt")
    assert (tmp_path / "mine.txt").read_text() == "mine"


def test_a_store_in_memory_is_answered_with_what_to_do(tmp_path: Path) -> None:
    with open_workbench(":memory:", lang="en") as wb, pytest.raises(StoreError, match="file"):
        wb.store.backup(tmp_path / "monday.duckdb")


def test_a_copy_of_which_a_part_is_still_in_its_log_is_no_backup(tmp_path: Path) -> None:
    copy = tmp_path / "copy.duckdb"
    copy.touch()
    require_whole(copy)
    Path(f"{copy}.wal").touch()
    with pytest.raises(StoreUnavailableError, match="disk is full"):
        require_whole(copy)


def test_what_a_killed_backup_left_keeps_no_other_from_being_made(store: Path, tmp_path: Path) -> None:
    dead = subprocess.Popen([sys.executable, "-c", ""])
    dead.wait()
    left = Path(f"{store}.backup-{dead.pid}-0123abcd")
    with open_workbench(store, user="boss", today=TODAY) as wb:
        wb.store._door.write(f"attach '{left}' as kept_{dead.pid}_0123abcd", None)
        assert left.exists()
        wb.store.backup(tmp_path / "one.duckdb")
        assert not left.exists()
        wb.store.backup(tmp_path / "two.duckdb")
    assert not list(store.parent.glob("*.backup-*"))


def test_jobs_that_were_under_way_do_not_run_in_a_restored_store(store: Path, tmp_path: Path) -> None:
    with open_workbench(store, user="boss", today=TODAY) as wb:
        new = NewJob(
            kind="demo", title="A demo", arguments={"opportunities": 5}, user_login="boss", language="en", host="x"
        )
        key = Queue(wb.store, wb.now).add(new)
        wb.store.backup(tmp_path / "one.duckdb")
        assert Queue(wb.store, wb.now).state(key) is JobState.WAITING
        wb.jobs.cancel(key)
    restore_backup(tmp_path / "one.duckdb", tmp_path / "elsewhere.duckdb")
    with open_workbench(tmp_path / "elsewhere.duckdb", user="boss", door="exclusive") as wb:
        [job] = wb.jobs.list()
        assert (job.state, job.error) == (
            JobState.FAILED,
            "It was under way when this copy of the store was made. Run it again.",
        )
        assert wb.store.check() == []


def test_open_pages_are_told_of_a_restore(store: Path, tmp_path: Path) -> None:
    with open_workbench(store, user="boss", today=TODAY) as wb:
        wb.store.backup(tmp_path / "one.duckdb")
    before = feed.told(str(store))
    restore_backup(tmp_path / "one.duckdb", store)
    assert feed.told(str(store)) != before


def test_a_backup_that_cannot_be_put_in_place_leaves_nothing_there(
    store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_anything: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with open_workbench(store, user="boss", today=TODAY) as wb:
        with pytest.raises(StoreUnavailableError):
            wb.store.backup(tmp_path / "usb" / "one.duckdb")
        assert list((tmp_path / "usb").iterdir()) == []
        monkeypatch.undo()
        wb.store.backup(tmp_path / "usb" / "one.duckdb")
