"""What other processes do to a store in the tests: run as ``python -m tests.store.clients VERB PATH …``."""

from __future__ import annotations

import sys
import time
from pathlib import Path
from uuid import UUID

from tests.store.build import batch, team
from workbench.errors import GuardFailedError, StoreUnavailableError, WriteConflictError
from workbench.store import Store, open_store, uuid7

ROOT = Path(__file__).parents[2]


def command(verb: str, path: str, *arguments: object) -> list[str]:
    return [sys.executable, "-m", "tests.store.clients", verb, path, *map(str, arguments)]


def step_up(store: Store, times: str) -> None:
    """Raise the counter, each step guarded by what was read."""
    done = 0
    while done < int(times):
        number = int(store.rows("opportunity/last_number")[0][0]) + 1
        work = batch()
        work.guard("opportunity/guard_number", number=number)
        work.add("opportunity/take_number", number=number)
        try:
            store.write(work)
        except (GuardFailedError, WriteConflictError):
            continue
        done += 1


def write_teams(store: Store, seconds: str) -> None:
    """Write teams, and print each key once its writing was confirmed."""
    until = time.monotonic() + float(seconds)
    while time.monotonic() < until:
        key = uuid7()
        try:
            team(store, "confirmed", key)
        except StoreUnavailableError:
            continue
        print(key, flush=True)  # noqa: T201 - the test reads it


def die_between(store: Store, steps: str) -> None:
    """Send the parts of a unit one by one, then wait to be killed: what a client that dies would leave."""
    key = str(uuid7())
    door = store._door
    parts = [
        "select 1",
        f"select * from team where id = '{UUID(key)}'",
        "select value from counter where name = 'opportunity'",
    ]
    for part in parts[: int(steps)]:
        door.read(part)
    if int(steps) == 3:
        step_up(store, "1")
    print("ready", flush=True)  # noqa: T201 - the test reads it
    time.sleep(60)


def read_long(store: Store, rows: str) -> None:
    """Ask for something that takes long."""
    print("ready", flush=True)  # noqa: T201 - the test reads it
    store.select(f"select count(*) from range({rows}) a, range({rows}) b where (a.range * b.range) % 7 = 3")


def read_half(store: Store) -> None:
    """Fetch the first rows of a long answer only."""
    lane = store._door._new_lane()
    lane.cursor.execute(lane.spoken("select name, value from counter"))
    lane.cursor.fetchmany(5)
    print("ready", flush=True)  # noqa: T201 - the test reads it
    time.sleep(60)


VERBS = {each.__name__: each for each in (read_half, step_up, write_teams, die_between, read_long)}

if __name__ == "__main__":
    opened = open_store(sys.argv[2])
    VERBS[sys.argv[1]](opened, *sys.argv[3:])
    opened.close()
