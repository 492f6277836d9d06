"""Starts schedulers and other processes, and waits for what they do."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta

from workbench.app import Workbench, open_workbench
from workbench.errors import StoreUnavailableError

PATIENCE = 60.0


@contextmanager
def started(module: str, *arguments: object, **given: object) -> Generator[subprocess.Popen[str]]:
    """Run a module of ours as a process that ends with the block."""
    process = subprocess.Popen(
        [sys.executable, "-m", module, *map(str, arguments)], stdout=subprocess.PIPE, text=True,
        stdin=given.pop("stdin", subprocess.DEVNULL), env={**os.environ, "WORKBENCH_USER": "ana"}, **given,
    )  # fmt: skip
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def scheduler(url: str, *options: object, **given: object):
    return started("workbench.server.scheduler", url, *options, **given)


def wait_for(condition: Callable[[], object], what: str) -> None:
    """Wait until something holds; while the store is away, it does not."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        with suppress(StoreUnavailableError):
            if condition():
                return
        time.sleep(0.05)
    raise AssertionError(f"waited in vain: {what}")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def hours_ago(hours: float) -> datetime:
    return datetime.now(UTC).replace(tzinfo=None) - timedelta(hours=hours)  # noqa: TID251 - schedulers read it too


def missed(url: str, hours: int) -> None:
    """Add an hourly schedule as it was added some hours ago, with all of its runs still to be made."""
    with open_workbench(url, user="ana", clock=lambda: hours_ago(hours)) as wb:
        wb.schedules.add("hourly", "0 * * * *", "UTC", "report", catch_up="all", name="weekly")


def expected(wb: Workbench) -> list[datetime]:
    """Return the moments at which it was due up to its last run."""
    [hourly] = wb.schedules.list()
    return hourly.pattern.due(hourly.since, hourly.last_due_at or hourly.since, most=1000)


def runs(wb: Workbench) -> list[datetime]:
    """Return the moments of all runs, each as often as it was run."""
    return list(wb.sql("select due_at from schedule_run order by due_at")["due_at"])


def leader(wb: Workbench) -> str | None:
    found = wb.sql("select holder, until from lease where name = 'scheduler'")
    return None if found.empty else str(found["holder"][0])
