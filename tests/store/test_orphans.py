"""A client that dies while its message is refused leaves no row locked."""

from __future__ import annotations

import subprocess
import sys
import time

from tests.store.build import batch, team
from workbench.errors import StoreError
from workbench.store import Store, open_store

CLIENT = """
import sys
from tests.store.build import batch
from workbench.store import open_store
work = batch()
work.steps += [
    "update team set name = 'half' where true",
    "create temp table slow as select count(*) as n from range(30000000) as a(x), range(12) as b(y) where (x * y) % 7 = 3",
    "select error('refused')",
]
store = open_store(sys.argv[1])
print("ready", flush=True)
store.write(work)
"""
PATIENCE = 60.0


def test_rows_are_free_again_after_a_client_was_killed_in_a_unit_that_is_refused(
    served: Store, served_path: str
) -> None:
    team(served)
    client = subprocess.Popen([sys.executable, "-c", CLIENT, served_path], stdout=subprocess.PIPE)
    assert client.stdout is not None
    client.stdout.readline()
    time.sleep(0.5)
    client.kill()
    client.communicate()
    deadline = time.monotonic() + PATIENCE
    while not renamed(served):
        assert time.monotonic() < deadline, "the row is locked for good"
        time.sleep(0.2)
    served.checkpoint()
    assert served.select("select name from team")["name"].tolist() == ["whole"]


def test_a_living_client_keeps_its_session_after_an_error(served: Store, served_path: str) -> None:
    other = open_store(served_path)
    for _ in range(2):
        try:
            other.select("select 1 / 'x'")
        except StoreError:
            time.sleep(1.5)
    assert other.select("select 1 as one")["one"].tolist() == [1]
    assert other._door._generation == 0  # type: ignore[attr-defined]
    assert served.select("select 1 as one")["one"].tolist() == [1]
    other.close()


def renamed(store: Store) -> bool:
    work = batch()
    work.steps.append("update team set name = 'whole' where true")
    try:
        store.write(work)
    except StoreError:
        return False
    return True
