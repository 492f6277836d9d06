"""A damaged file is told, never silently opened, and left as it is."""

from __future__ import annotations

import random
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

import duckdb
import pytest

from workbench.app import open_workbench
from workbench.cli import main
from workbench.errors import StoreDamagedError, StoreError
from workbench.services.demo import load_demo
from workbench.store import open_store, stop_owner
from workbench.store.backup import restore_backup
from workbench.store.copying import TABLES
from workbench.store.damage import unreadable

TODAY = date(2026, 11, 24)
HEADER, BLOCK = 3 * 4096, 262_144
CUT = """
import os, sys
from workbench.store import open_store
from tests.store.build import batch, team
store = open_store(sys.argv[1], door="exclusive")
for number in range(30):
    team(store, f"Team {number}")
os._exit(1)
"""


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """Return the bytes of a store of 300 deals, all of it in the file."""
    path = tmp_path_factory.mktemp("sound") / "store.duckdb"
    with open_workbench(path, user="boss", today=TODAY, door="exclusive", lang="en") as wb:
        load_demo(wb.store, opportunities=300, as_of=TODAY)
        wb.store.checkpoint()
    return path.read_bytes()


@pytest.fixture
def put(tmp_path: Path) -> Callable[[bytes], Path]:
    def write(content: bytes) -> Path:
        path = tmp_path / "store.duckdb"
        for old in tmp_path.iterdir():
            old.unlink()
        path.write_bytes(content)
        return path

    return write


def reported(path: Path) -> str | None:
    """Return what opening and reading everything say of damage."""
    try:
        store = open_store(str(path), door="exclusive")
    except StoreDamagedError as error:
        return str(error)
    try:
        found = unreadable(store._door)
    finally:
        store.close()
    return found[0] if found else None


def digests(path: Path) -> dict[str, object]:
    with duckdb.connect(str(path), read_only=True) as engine:
        tables = [row[0] for row in engine.execute(TABLES).fetchall()]
        ask = 'select count(*), sum(hash(t)), bit_xor(hash(t)) from "{}" as t'
        return {table: engine.execute(ask.format(table)).fetchall() for table in tables}


def flips(size: int) -> list[int]:
    """Choose a byte of every block, and some of the headers."""
    rng = random.Random(7)
    blocks = range(HEADER, size, BLOCK)
    return [rng.randrange(HEADER) for _ in range(12)] + [min(size - 1, at + rng.randrange(BLOCK)) for at in blocks]


@pytest.mark.slow
def test_a_flipped_byte_of_any_block_is_told_or_means_nothing(sound: bytes, put: Callable[[bytes], Path]) -> None:
    expected = digests(put(sound))
    told = 0
    for place in flips(len(sound)):
        damaged = bytearray(sound)
        damaged[place] ^= 1 << (place % 8)
        path = put(bytes(damaged))
        found = reported(path)
        told += found is not None
        if found is None:
            assert digests(path) == expected, f"byte {place} changed what is read, and nobody was told"
    assert told > len(flips(len(sound))) * 0.7


def test_a_sound_store_is_not_called_damaged(sound: bytes, put: Callable[[bytes], Path]) -> None:
    assert reported(put(sound)) is None


@pytest.mark.parametrize("share", [0.0, 0.00001, 0.001, 0.1, 0.5, 0.9])
def test_a_truncated_file_is_told_and_left_as_it_is(sound: bytes, put: Callable[[bytes], Path], share: float) -> None:
    path = put(sound[: int(len(sound) * share)])
    before = path.read_bytes()
    assert reported(path) is not None
    assert path.read_bytes() == before


@pytest.mark.parametrize("content", [
    b"", b"\0" * 20_000, b"just a text\n" * 2_000, b"SQLite format 3\0" + b"\0" * 8_000, b"PK\x03\x04" + b"\0" * 9_000,
])  # fmt: skip
@pytest.mark.parametrize("door", ["exclusive", None])
def test_a_file_that_is_something_else_is_refused_and_left_as_it_is(
    put: Callable[[bytes], Path], content: bytes, door: str | None
) -> None:
    path = put(content)
    with pytest.raises(StoreDamagedError, match="left as it is"):
        open_store(str(path), door=door)
    assert path.read_bytes() == content


def a_damaged_table(sound: bytes, put: Callable[[bytes], Path], table: str) -> Path:
    """Flip a byte in a block that only this table's rows are in."""
    path = put(sound)
    with duckdb.connect(str(path), read_only=True) as engine:
        ask = f"select distinct block_id from pragma_storage_info('{table}') where block_id >= 0 order by 1"
        block = engine.execute(ask).fetchall()[-1][0]
    damaged = bytearray(sound)
    damaged[HEADER + block * BLOCK + 5_000] ^= 4
    return put(bytes(damaged))


@pytest.mark.parametrize("door", ["exclusive", "served"])
def test_reading_a_damaged_table_says_what_to_do(sound: bytes, put: Callable[[bytes], Path], door: str) -> None:
    path = a_damaged_table(sound, put, "opportunity_history")
    store = open_store(str(path), door=door)
    try:
        with pytest.raises(StoreDamagedError, match="restore"):
            store.select("select * from opportunity_history")
        assert {violation.check for violation in store.check()} >= {"storage"}
        with pytest.raises(StoreError):
            store.backup(path.parent / "backup.duckdb")
    finally:
        store.close()
        stop_owner(str(path))
    assert [each.name for each in path.parent.iterdir() if "backup" in each.name] == []


def test_the_command_check_ends_with_3_and_names_the_damage(
    sound: bytes, put: Callable[[bytes], Path], capsys: pytest.CaptureFixture[str]
) -> None:
    path = a_damaged_table(sound, put, "line_history")
    assert main(["check", "--store", str(path), "--user", "boss", "--lang", "en"]) == 3
    assert "line_history" in capsys.readouterr().out
    stop_owner(str(path))
    assert main(["check", "--store", str(put(sound[:5_000])), "--user", "boss", "--lang", "en"]) == 3
    assert "left as it is" in capsys.readouterr().err


def test_a_log_that_was_cut_gives_back_a_whole_number_of_units(sound: bytes, put: Callable[[bytes], Path]) -> None:
    path = put(sound)
    subprocess.run([sys.executable, "-c", CUT, str(path)], check=False, capture_output=True)
    log, main_file = Path(f"{path}.wal").read_bytes(), path.read_bytes()
    rng = random.Random(3)
    found: set[int] = set()
    for size in [len(log), *(rng.randrange(len(log)) for _ in range(12))]:
        path = put(main_file)
        Path(f"{path}.wal").write_bytes(log[:size])
        store = open_store(str(path), door="exclusive")
        assert store.check() == []
        teams = store.select("select name from team where name like 'Team %'")["name"].tolist()
        units = store.select("select count(*) as n from unit_of_work where kind = 'test'")["n"][0]
        store.close()
        assert sorted(teams) == sorted(f"Team {number}" for number in range(units))
        found.add(len(teams))
    assert max(found) == 30
    assert len(found) > 3


def test_a_log_with_a_flipped_byte_is_told_or_ends_before_it(sound: bytes, put: Callable[[bytes], Path]) -> None:
    path = put(sound)
    subprocess.run([sys.executable, "-c", CUT, str(path)], check=False, capture_output=True)
    log, main_file = Path(f"{path}.wal").read_bytes(), path.read_bytes()
    rng, told = random.Random(5), 0
    for _ in range(12):
        place, damaged = rng.randrange(len(log)), bytearray(log)
        damaged[place] ^= 2
        path = put(main_file)
        Path(f"{path}.wal").write_bytes(bytes(damaged))
        try:
            store = open_store(str(path), door="exclusive")
        except StoreDamagedError:
            told += 1
            continue
        assert store.check() == []
        store.close()
    assert told > 6


def test_a_backup_takes_the_place_of_a_damaged_store_which_is_kept(sound: bytes, put: Callable[[bytes], Path]) -> None:
    path = put(sound)
    store = open_store(str(path), door="exclusive")
    store.backup(path.parent / "monday.duckdb")
    store.close()
    for content in (sound[:100_000], b"something else"):
        path.write_bytes(content)
        Path(f"{path}.wal").write_bytes(b"a log that belongs to it")
        kept = restore_backup(path.parent / "monday.duckdb", path)
        assert kept is not None
        assert kept.read_bytes() == content
        assert Path(f"{kept}.wal").read_bytes() == b"a log that belongs to it"
        assert reported(path) is None
