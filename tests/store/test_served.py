"""Many processes over one file: nothing is lost, nobody waits, nobody is locked out."""

from __future__ import annotations

import json
import os
import signal
import stat
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pandas as pd
import pytest

from tests.store.build import batch, count, team
from tests.store.clients import ROOT, command
from workbench.errors import GuardFailedError, StoreError, StoreUnavailableError, WriteConflictError
from workbench.store import Store, migrate, open_store, stop_owner, uuid7
from workbench.store.address import announce, announced, private_files

PATIENCE = 60


@contextmanager
def client(verb: str, path: str, *arguments: object) -> Iterator[subprocess.Popen[str]]:
    process = subprocess.Popen(command(verb, path, *arguments), cwd=ROOT, stdout=subprocess.PIPE, text=True)
    with process:
        try:
            yield process
        finally:
            if process.poll() is None:
                process.kill()


def kill_owner(path: str) -> None:
    address = announced(path)
    assert address is not None
    os.kill(address.pid, signal.SIGKILL)


def wait_until(ready: object, seconds: float = PATIENCE) -> None:
    until = time.monotonic() + seconds
    while not ready():  # type: ignore[operator]
        assert time.monotonic() < until, "waited too long"
        time.sleep(0.02)


@pytest.mark.slow
def test_eight_processes_lose_none_of_their_fifty_updates_each(served: Store, served_path: str) -> None:
    processes = [
        subprocess.Popen(command("step_up", served_path, 50), cwd=ROOT, stderr=subprocess.PIPE, text=True)
        for _ in range(8)
    ]
    errors = [process.communicate(timeout=120)[1] for process in processes]
    assert [process.returncode for process in processes] == [0] * 8, errors
    assert served.rows("opportunity/last_number") == [(400,)]
    assert count(served, "unit_of_work") == 400


@pytest.mark.slow
def test_an_owner_killed_twenty_times_during_writes_loses_no_confirmed_write(served: Store, served_path: str) -> None:
    confirmed: list[str] = []
    with client("write_teams", served_path, 18) as first, client("write_teams", served_path, 18) as second:
        readers = [
            threading.Thread(target=lambda out=out: confirmed.extend(line.strip() for line in out))
            for out in (first.stdout, second.stdout)
        ]
        for each in readers:
            each.start()
        for _ in range(20):
            before = len(confirmed)
            wait_until(lambda before=before: len(confirmed) > before + 2)
            kill_owner(served_path)
        for each in readers:
            each.join(PATIENCE)
        assert (first.wait(PATIENCE), second.wait(PATIENCE)) == (0, 0)
    written = [str(row[0]) for row in served.rows("settings/teams")]
    assert set(confirmed) <= set(written)
    assert len(written) == len(set(written))
    assert count(served, "unit_of_work") == len(written)


@pytest.mark.parametrize("steps", range(4))
def test_a_client_killed_between_two_steps_leaves_no_row_locked(served: Store, served_path: str, steps: int) -> None:
    with client("die_between", served_path, steps) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        process.kill()
        process.wait()
    work = batch()
    work.add("opportunity/take_number", number=77)
    served.write(work)
    assert served.rows("opportunity/last_number") == [(77,)]
    served.checkpoint()


def test_a_long_read_holds_up_no_write(served: Store, served_path: str) -> None:
    with client("read_long", served_path, 100_000) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        for _ in range(20):
            team(served)
        assert process.poll() is None
    assert count(served, "team") == 20


def test_a_long_read_in_one_thread_holds_up_no_write_in_another(served: Store) -> None:
    def ask() -> None:
        served.select("select count(*) from range(20000) a, range(20000) b where (a.range * b.range) % 7 = 3")

    long = threading.Thread(target=ask)
    long.start()
    time.sleep(0.2)
    for _ in range(5):
        team(served)
    assert long.is_alive()
    long.join(PATIENCE)


def test_the_secret_is_for_the_owner_of_the_file_only(served: Store, served_path: str) -> None:
    assert served.door == "served"
    mode = stat.S_IMODE(Path(f"{served_path}.server").stat().st_mode)
    assert mode == 0o600
    told = json.loads(Path(f"{served_path}.server").read_text())
    assert set(told) == {"port", "token", "pid"}
    assert len(told["token"]) >= 32


def modes(folder: Path) -> dict[str, int]:
    return {each.name: stat.S_IMODE(each.stat().st_mode) for each in folder.rglob("*")}


@pytest.fixture
def open_mask() -> Iterator[None]:
    """Files are readable by everybody unless the store takes care."""
    if os.name == "nt":
        pytest.skip("Windows keeps files apart by folder")
    before = os.umask(0o022)
    yield
    assert os.umask(before) == 0o022, "the mask was not given back"


@pytest.mark.parametrize("door", ["served", "exclusive"])
@pytest.mark.usefixtures("open_mask")
def test_what_a_store_makes_is_for_its_user_alone(tmp_path: Path, door: str) -> None:
    path = tmp_path / "new" / "folder" / "store.duckdb"
    store = open_store(str(path), door=door)
    team(store)
    work = batch("import")
    work.bulk("counter", pd.DataFrame({"name": ["x"] * 1000, "value": range(1000)}))
    store.write(work)
    found = modes(tmp_path)
    store.checkpoint()
    team(store)
    found |= modes(tmp_path)
    store.close()
    stop_owner(str(path))
    found |= modes(tmp_path)
    made = {"store.duckdb", "store.duckdb.wal", "store.duckdb.revision", "store.duckdb.migration.lock"}
    assert made | {"new", "folder"} <= set(found)
    assert {name: oct(mode) for name, mode in found.items() if mode & 0o077} == {}


@pytest.mark.parametrize("door", ["served", "exclusive"])
@pytest.mark.usefixtures("open_mask")
def test_the_copy_before_a_migration_is_for_its_user_alone(
    tmp_path: Path, door: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = str(tmp_path / "store.duckdb")
    store = open_store(path, door=door)
    wanted = [*migrate.migrations(), migrate.Migration(9001, "later", "create table later (i integer);")]
    monkeypatch.setattr(migrate, "migrations", lambda: wanted)
    assert store.migrate() == ["later"]
    assert modes(tmp_path)["store.duckdb.before-9001"] == 0o600
    store.close()
    stop_owner(path)


@pytest.mark.usefixtures("open_mask")
def test_files_that_were_there_keep_their_mode_but_nobody_else_holds_the_lock(tmp_path: Path) -> None:
    path = str(tmp_path / "store.duckdb")
    open_store(path).close()
    stop_owner(path)
    for name in (path, f"{path}.revision", f"{path}.lock"):
        Path(name).touch()
        Path(name).chmod(0o644)
    store = open_store(path)
    team(store)
    store.close()
    stop_owner(path)
    found = modes(tmp_path)
    assert found["store.duckdb"] == found["store.duckdb.revision"] == 0o644
    assert found["store.duckdb.lock"] == 0o600


@pytest.mark.usefixtures("open_mask")
def test_threads_that_make_private_files_give_the_mask_back_together() -> None:
    first, second = private_files(), private_files()
    first.__enter__()
    second.__enter__()
    first.__exit__(None, None, None)
    assert os.umask(0o077) == 0o077
    second.__exit__(None, None, None)


@pytest.mark.parametrize(
    "text",
    [
        "select content from read_text('/etc/hostname')",
        "copy (select 1) to '/tmp/outside.csv'",
        "attach '/tmp/outside.duckdb' as outside",
        "set enable_external_access = true",
        "set allowed_directories = ['/']",
        "install spatial",
    ],
)
def test_the_secret_opens_the_store_and_no_other_file(served: Store, text: str) -> None:
    with pytest.raises(StoreError, match=r"disabled|Cannot"):
        served._door.read(text)


def test_a_client_finds_the_next_owner_by_itself(served: Store, served_path: str) -> None:
    team(served)
    kill_owner(served_path)
    assert count(served, "team") == 1
    kill_owner(served_path)
    team(served)
    assert count(served, "team") == 2


def test_a_server_file_of_a_dead_owner_is_no_hindrance(served_path: str) -> None:
    store = open_store(served_path)
    before = announced(served_path)
    store.close()
    stop_owner(served_path)
    assert before is not None
    announce(served_path, before)
    again = open_store(served_path)
    assert announced(served_path) != before
    again.close()


def test_a_torn_server_file_is_no_hindrance(served_path: str) -> None:
    Path(f"{served_path}.server").write_text('{"port": 1, "tok')
    open_store(served_path).close()


def test_many_starters_get_one_owner(served_path: str) -> None:
    processes = [subprocess.Popen(command("step_up", served_path, 1), cwd=ROOT) for _ in range(5)]
    assert [process.wait(PATIENCE) for process in processes] == [0] * 5
    store = open_store(served_path)
    assert store.rows("opportunity/last_number") == [(5,)]
    store.close()


def test_an_idle_owner_ends_and_is_started_again_on_demand(served_path: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WORKBENCH_OWNER_IDLE", "0.6")
    store = open_store(served_path)
    team(store)
    wait_until(lambda: announced(served_path) is None)
    assert count(store, "team") == 1
    store.close()


def test_an_owner_does_not_end_during_a_long_answer(served_path: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WORKBENCH_OWNER_IDLE", "0.5")
    store = open_store(served_path)
    before = announced(served_path)
    store.select("select count(*) from range(20000) a, range(20000) b where (a.range * b.range) % 7 = 3")
    assert announced(served_path) == before
    store.close()


def test_an_owner_that_ends_folds_its_log_into_the_file(served: Store, served_path: str) -> None:
    team(served)
    assert stop_owner(served_path)
    assert not Path(f"{served_path}.wal").exists()
    assert not Path(f"{served_path}.server").exists()
    assert not stop_owner(served_path)


def test_the_exclusive_door_is_shut_while_an_owner_runs(served: Store, served_path: str) -> None:
    with pytest.raises(StoreUnavailableError, match="open in the workbench"):
        open_store(served_path, door="exclusive")
    served.close()
    stop_owner(served_path)
    open_store(served_path, door="exclusive").close()


def test_the_served_door_says_so_while_another_program_holds_the_file(served_path: str) -> None:
    holder = open_store(served_path, door="exclusive")
    with pytest.raises(StoreUnavailableError, match="in use by another program"):
        open_store(served_path)
    holder.close()


def test_every_commit_replaces_the_revision_file(served: Store, served_path: str) -> None:
    revision = Path(f"{served_path}.revision")
    seen = set()
    for _ in range(3):
        team(served)
        seen.add(revision.read_text())
    assert len(seen) == 3
    assert [each.name for each in revision.parent.glob("*.revision.*")] == []


def test_the_owner_tells_what_a_dead_writer_could_not(served: Store, served_path: str) -> None:
    revision = Path(f"{served_path}.revision")
    team(served)
    time.sleep(1.2)
    before = revision.read_text()
    work = batch()
    served._door.write(work.message({}), work.unit)
    wait_until(lambda: revision.read_text() != before)


def test_a_lost_answer_is_settled_by_the_unit_of_work(served: Store) -> None:
    """The message is sent again after a loss; where the first one had arrived, the second one is not written."""
    work = batch()
    work.add("settings/insert_team", id=uuid7(), code="n", name="North", retired=False)
    served.write(work)
    served._door._once(work.message({}), sent_before=work.unit)  # type: ignore[attr-defined]
    assert count(served, "team") == 1


def test_a_client_killed_in_the_middle_of_an_answer_keeps_no_log_from_being_folded(
    served: Store, served_path: str
) -> None:
    work = batch("import")
    work.bulk("counter", pd.DataFrame({"name": ["x"] * 300_000, "value": range(300_000)}))
    served.write(work)
    with client("read_half", served_path) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        process.kill()
        process.wait()
    team(served, "x" * 5_000_000)
    served.checkpoint()
    wal = Path(f"{served_path}.wal")
    assert not wal.exists() or wal.stat().st_size < 1_000_000


@pytest.mark.slow
def test_the_log_stays_bounded_and_a_checkpoint_works(served: Store, served_path: str) -> None:
    largest = 0
    wal = Path(f"{served_path}.wal")
    for number in range(60):
        work = batch("import")
        for _ in range(40):
            work.add("settings/insert_team", id=uuid7(), code="n", name="x" * 20_000, retired=False)
        served.write(work)
        if number % 5 == 0 and wal.exists():
            largest = max(largest, wal.stat().st_size)
    assert largest < 40 * 1024 * 1024
    served.checkpoint()
    assert not wal.exists() or wal.stat().st_size < 100_000


def test_of_a_concurrent_archive_and_update_one_is_told(served: Store, served_path: str) -> None:
    """Both write the same row from the same version: exactly one of them is confirmed."""
    other = open_store(served_path)
    outcomes: list[str] = []
    barrier = threading.Barrier(2)

    def write(store: Store, number: int) -> None:
        work = batch()
        work.guard("opportunity/guard_number", number=number)
        work.add("opportunity/take_number", number=number)
        barrier.wait()
        try:
            store.write(work)
            outcomes.append("written")
        except (GuardFailedError, WriteConflictError):
            outcomes.append("told")

    for number in range(1, 11):
        outcomes.clear()
        threads = [threading.Thread(target=write, args=(store, number)) for store in (served, other)]
        for each in threads:
            each.start()
        for each in threads:
            each.join(PATIENCE)
        assert sorted(outcomes) == ["told", "written"]
    other.close()
