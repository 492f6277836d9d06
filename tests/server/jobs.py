"""A served store whose workers end with the test."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager, suppress
from pathlib import Path

from workbench.app import Workbench, open_workbench
from workbench.services.jobs import Job, worker_runs
from workbench.store import stop_owner

PATIENCE = 90.0


@contextmanager
def served_store(path: Path) -> Generator[Workbench]:
    """Open a store as its administrator; what works on it afterwards is ended."""
    with open_workbench(path, user="boss") as wb:
        try:
            yield wb
        finally:
            for pid in workers_of(wb):
                with suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGTERM)
            until(lambda: not worker_runs(wb.store.url))
    stop_owner(str(path))


def workers_of(wb: Workbench) -> list[int]:
    """The processes that registered as workers, apart from this one."""
    rows = wb.store.select("select pid from worker order by started_at")
    return [int(pid) for pid in rows["pid"] if int(pid) != os.getpid()]


def until(true: Callable[[], object]) -> None:
    """Wait until something is so."""
    deadline = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.05)


def ended(wb: Workbench, job: Job) -> Job:
    *_, last = wb.jobs.follow(job)
    return last


def counts(wb: Workbench) -> dict[str, int]:
    tables = (
        "opportunity",
        "contact",
        "opportunity_history",
        "line",
        "stage",
        "user_account",
        "unit_of_work",
        "change",
    )
    return {table: int(wb.store.select(f"select count(*) as n from {table}")["n"][0]) for table in tables}
