"""A store that cannot be opened or written says what happened, what was kept and what to do."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest

from tests.postgres import PostgresServer
from tests.store.build import batch, count, team
from tests.store.clients import ROOT
from workbench.errors import StoreDamagedError, StoreError, StoreUnavailableError
from workbench.store import engine, open_store, stop_owner, uuid7

BOTH = pytest.mark.parametrize("door", ["exclusive", "served"])


@BOTH
def test_a_file_that_is_no_store_is_left_as_it_is(tmp_path: Path, door: str) -> None:
    path = tmp_path / "letter.duckdb"
    path.write_text("Dear customer, " * 1000)
    with pytest.raises(StoreDamagedError, match="left as it is"):
        open_store(str(path), door=door)
    assert path.read_text() == "Dear customer, " * 1000


@BOTH
def test_a_file_with_a_damaged_header_is_left_as_it_is(tmp_path: Path, door: str) -> None:
    path = tmp_path / "store.duckdb"
    open_store(str(path), door="exclusive").close()
    written = bytearray(path.read_bytes())
    assert written[8:12] == b"DUCK"
    written[12] = 199
    path.write_bytes(written)
    with pytest.raises(StoreDamagedError):
        open_store(str(path), door=door)
    assert path.read_bytes() == written


@BOTH
def test_a_path_that_is_a_folder_is_refused(tmp_path: Path, door: str) -> None:
    with pytest.raises(StoreError, match=str(tmp_path)):
        open_store(str(tmp_path), door=door)


@BOTH
@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_without_permission_is_named(tmp_path: Path, door: str) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(StoreUnavailableError, match=r"permission|denied"):
        open_store(str(tmp_path / "store.duckdb"), door=door)


@pytest.mark.parametrize(
    ("said", "kind", "words"),
    [
        ("IO Error: Could not set lock on file: Conflicting lock is held", StoreUnavailableError, "in use by another program"),
        ("IO Error: Trying to read a database file with version number 99, newer version", StoreDamagedError, "another version"),
        ("IO Error: The file exists, but it is not a valid DuckDB database file!", StoreDamagedError, "not a readable store"),
        ("IO Error: Corrupt database file: computed checksum 1 does not match", StoreDamagedError, "not a readable store"),
        ("IO Error: Cannot open file: Permission denied", StoreUnavailableError, "no permission"),
        ("IO Error: No space left on device", StoreUnavailableError, "is full"),
        ("IO Error: something else", StoreUnavailableError, "something else"),
    ],
)  # fmt: skip
def test_each_reason_has_its_words(tmp_path: Path, said: str, kind: type[Exception], words: str) -> None:
    error = engine.opening_error(str(tmp_path / "store.duckdb"), said)
    assert type(error) is kind
    assert words in str(error)


def test_an_unknown_door_is_refused(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="no door"):
        open_store(str(tmp_path / "store.duckdb"), door="back")


def test_an_unreachable_server_is_named_without_its_password() -> None:
    with pytest.raises(StoreUnavailableError) as caught:
        open_store("postgres://ana:s3cret@127.0.0.1:1/workbench")
    assert "127.0.0.1" in str(caught.value)
    assert "s3cret" not in str(caught.value)


def test_a_missing_database_is_named(postgres_server: PostgresServer) -> None:
    with pytest.raises(StoreUnavailableError, match="nowhere"):
        open_store(postgres_server.url("nowhere"))


def test_a_broken_connection_to_postgresql_is_made_anew(postgres_server: PostgresServer) -> None:
    name = postgres_server.new_database()
    store = open_store(postgres_server.url(name))
    cut = f"select pg_terminate_backend(pid) from pg_stat_activity where datname = '{name}'"
    team(store)
    postgres_server.run(cut)
    assert count(store, "team") == 1
    postgres_server.run(cut)
    team(store)
    assert count(store, "team") == 2
    assert count(store, "unit_of_work") == 2
    store.close()


def test_opening_the_served_door_needs_no_pandas(tmp_path: Path) -> None:
    """pandas costs a page a quarter of a second; DuckDB imports it as soon as a parameter is bound."""
    path = str(tmp_path / "store.duckdb")
    script = f"""
import sys
from tests.store.build import team
from workbench.store import open_store
store = open_store({path!r})
team(store)
store.records("settings/teams")
store.close()
sys.exit("pandas" in sys.modules or "numpy" in sys.modules)
"""
    try:
        assert subprocess.run([sys.executable, "-c", script], cwd=ROOT, check=False).returncode == 0
    finally:
        stop_owner(path)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 24 MB; only root can mount one."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mounted = shutil.which("mount") and subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=24m", "tmpfs", str(folder)], check=False, capture_output=True
    )
    if not mounted or mounted.returncode:
        pytest.skip("a small disk cannot be mounted here")
    yield folder
    subprocess.run(["umount", "-l", str(folder)], check=False, capture_output=True)


@BOTH
@pytest.mark.parametrize("way", ["staged", "message"])
def test_a_full_disk_leaves_the_store_as_before(small_disk: Path, door: str, way: str) -> None:
    path = str(small_disk / "store.duckdb")
    store = open_store(path, door=door)
    key = team(store)
    work = batch("import")
    names = [os.urandom(50_000).hex() for _ in range(400)]
    if way == "staged":
        work.bulk("team", pd.DataFrame({"id": [uuid7() for _ in names], "code": "n", "name": names, "retired": False}))
    else:
        for name in names:
            work.add("settings/insert_team", id=uuid7(), code="n", name=name, retired=False)
    with pytest.raises(StoreUnavailableError, match="full"):
        store.write(work)
    assert [row[0] for row in store.rows("settings/teams")] == [key]
    assert count(store, "unit_of_work") == 1
    assert [each.name for each in small_disk.iterdir() if each.name.startswith(".workbench-")] == []
    team(store, "South")
    store.close()
    stop_owner(path)
    again = open_store(path, door="exclusive")
    assert len(again.rows("settings/teams")) == 2
    again.close()
