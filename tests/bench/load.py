"""Times eight processes that update at once, alone and beside a long analytical read: ``python -m tests.bench.load``."""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import time
from datetime import date
from itertools import cycle, islice
from pathlib import Path
from uuid import UUID

from workbench.app import Workbench, open_workbench
from workbench.domain.filters import Filters

PROCESSES, UPDATES = 8, 50
TODAY = date(2026, 11, 24)
LONG_READ = "select count(*) from opportunity as a, range({rows}) as n where (a.number * n.range) % 7 = 3"


def figures(path: Path) -> dict[str, float]:
    """Return milliseconds: the median and the 95th percentile of an update, alone and beside a read of some 20 s."""
    with open_workbench(path, user="bench", today=TODAY) as wb:
        alone = _updates(path)
        rows = _rows_that_take_20_seconds(wb)
        reader = subprocess.Popen(
            [sys.executable, "-m", "tests.bench.load", "read", str(path), str(rows)], stdout=subprocess.PIPE, text=True
        )
        time.sleep(1.5)
        beside = _updates(path)
        still_reading = reader.poll() is None
        seconds = float(reader.communicate()[0])
    if not still_reading:
        raise RuntimeError("the long read ended before the updates did")
    name = f"{PROCESSES} processes × {UPDATES} moves at once"
    return {
        f"{name}: median": statistics.median(alone),
        f"{name}: 95th percentile": _p95(alone),
        f"{name} beside a long read: median": statistics.median(beside),
        f"{name} beside a long read: 95th percentile": _p95(beside),
        f"{name}: the long read itself": seconds * 1000,
    }


def _updates(path: Path) -> list[float]:
    """Let all processes begin together; the milliseconds of every update."""
    command = [sys.executable, "-m", "tests.bench.load", "update", str(path)]
    clients = [
        subprocess.Popen([*command, str(number)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        for number in range(PROCESSES)
    ]
    for client in clients:
        assert client.stdout is not None
        client.stdout.readline()
    for client in clients:
        assert client.stdin is not None
        client.stdin.write("go\n")
        client.stdin.flush()
    told = [client.communicate()[0] for client in clients]
    assert [client.returncode for client in clients] == [0] * PROCESSES, "a process failed; its words are above"
    took = [milliseconds for answer in told for milliseconds in json.loads(answer)]
    assert len(took) == PROCESSES * UPDATES
    return took


def _p95(values: list[float]) -> float:
    return statistics.quantiles(values, n=20)[-1]


def _rows_that_take_20_seconds(wb: Workbench) -> int:
    """Find by a short read how many rows a read of some 20 seconds needs."""
    probe = 20_000_000 // max(1, wb.listing.totals().count)
    begun = time.perf_counter()
    wb.store.select(LONG_READ.format(rows=probe))
    return int(probe * 20 / (time.perf_counter() - begun))


def _tell(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def update(wb: Workbench, number: str) -> None:
    """Move deals that no other process moves, again from the first where they are few; print how long each move took."""
    found = wb.store.select(
        "select id, probability_id, version from opportunity where status = 'open'"
        f" and number % {PROCESSES} = {int(number)} order by number limit {UPDATES}"
    )
    present: dict[UUID, UUID] = dict(zip(found["id"], found["probability_id"], strict=True))
    versions: dict[UUID, int] = dict(zip(found["id"], found["version"], strict=True))
    rows = [row for row in wb.settings.lookups().probabilities.rows if row.outcome.value == "open"]
    wb.boards.headers("progress", Filters())
    _tell("ready")
    sys.stdin.readline()
    took: list[float] = []
    for key in islice(cycle(present), UPDATES):
        target = next(row for row in rows if row.id != present[key])
        begun = time.perf_counter()
        wb.opportunities.set_probability(key, probability=target.id)
        took.append((time.perf_counter() - begun) * 1000)
        present[key] = target.id
        versions[key] += 1
    keys = ", ".join(f"'{key}'" for key in versions)
    now = wb.store.select(f"select id, version from opportunity where id in ({keys})")
    assert dict(zip(now["id"], now["version"], strict=True)) == versions, "every move is a new version of its deal"
    _tell(json.dumps(took))


def read(wb: Workbench, rows: str) -> None:
    """Ask what takes long; print how many seconds it took."""
    begun = time.perf_counter()
    wb.store.select(LONG_READ.format(rows=int(rows)))
    _tell(str(time.perf_counter() - begun))


if __name__ == "__main__":
    with open_workbench(sys.argv[2], user="bench", today=TODAY) as opened:
        {"update": update, "read": read}[sys.argv[1]](opened, sys.argv[3])
