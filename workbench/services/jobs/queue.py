"""The queue: how jobs change their state, whoever runs them. Rights are for those who ask, in ``service``."""

from __future__ import annotations

import json
import os
import random
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from workbench.errors import GuardFailedError, StoreUnavailableError, WriteConflictError
from workbench.services.jobs.records import LOST, JobState, NewJob, add_job, this_machine
from workbench.store import Batch, Store, lives, uuid7

ATTEMPTS = 12
SILENT_FOR = timedelta(seconds=10)  # a worker that was not seen for longer is gone
KEPT_FOR = timedelta(days=30)


@dataclass(frozen=True, kw_only=True)
class Worker:
    """A process that runs jobs."""

    id: UUID = field(default_factory=uuid7)
    host: str = field(default_factory=this_machine)
    pid: int = field(default_factory=os.getpid)


class Queue:
    """The jobs of a store.

    Args:
        store: where they are.
        clock: returns naive UTC.
    """

    def __init__(self, store: Store, clock: Callable[[], datetime]) -> None:
        self.store = store
        self.now = clock

    def add(self, job: NewJob) -> UUID:
        """Put a job into the queue and return its key."""
        key = uuid7()
        self._write(lambda batch: add_job(batch, job, key=key), held=lambda: bool(self._state(key)))
        return key

    def add_running(self, job: NewJob, worker: Worker) -> UUID:
        """Register a process with a job that it has begun, and return the job's key."""
        key = uuid7()

        def fill(batch: Batch) -> None:
            self._add_worker(batch, worker)
            add_job(batch, job, key=key, worker_id=worker.id)

        self._write(fill, held=lambda: bool(self._state(key)))
        return key

    def register(self, worker: Worker) -> None:
        """Register a process that will take jobs."""
        self._write(lambda batch: self._add_worker(batch, worker), held=lambda: False, nudge=False)

    def claim(self, worker: Worker) -> UUID | None:
        """Begin the job of the worker's machine that has waited longest; ``None`` where none waits."""
        for row in self.store.records("jobs/next", host=self._host(worker.host)):
            key: UUID = row["id"]

            def fill(batch: Batch, key: UUID = key) -> None:
                batch.guard("jobs/guard_waiting", id=key)
                batch.add("jobs/claim", id=key, now=batch.recorded_at, worker_id=worker.id)

            if self._turned(fill, held=lambda key=key: self._state(key).get("worker_id") == worker.id):
                return key
        return None

    def end(
        self, key: UUID, state: JobState, *, result: Mapping[str, object] | None = None, error: str | None = None
    ) -> bool:
        """End a job.

        Args:
            key: the job.
            state: done, failed or cancelled.
            result: a small JSON object.
            error: a sentence for people.

        Returns:
            False where it has ended meanwhile; also where it is to be cancelled and has written its changes.
        """
        guard = "jobs/guard_unwritten" if state is JobState.CANCELLED else "jobs/guard_running"

        def fill(batch: Batch) -> None:
            batch.guard(guard, id=key)
            batch.add(
                "jobs/end", id=key, now=batch.recorded_at, state=state.value, error=error,
                result=None if result is None else json.dumps(dict(result), default=str, ensure_ascii=False),
            )  # fmt: skip

        return self._turned(fill, held=lambda: self.state(key) is state)

    def report_lost(self) -> None:
        """Report jobs failed whose worker is gone; what had been written by then is done."""
        for row in self.store.records("jobs/running"):
            if self._is_gone(row):
                self.give_up(row["id"])

    def give_up(self, key: UUID) -> None:
        """End a job whose process is gone."""
        if self.has_written(key):
            self.end(key, JobState.DONE, result={})
        else:
            self.end(key, JobState.FAILED, error=LOST)

    def state(self, key: UUID) -> JobState | None:
        """Return a job's state; ``None`` where there is no such job."""
        found = self._state(key)
        return JobState(found["state"]) if found else None

    def has_written(self, key: UUID) -> bool:
        """Tell whether a job's changes are in the store."""
        return self._state(key).get("written_at") is not None

    def tell(self, key: UUID, step: str, share: float) -> None:
        """Keep how far a job is; no page is woken."""
        self._note("jobs/tell", id=key, now=self.now(), step=step, share=min(max(float(share), 0.0), 1.0))

    def write_log(self, key: UUID, level: str, text: str) -> None:
        """Add a line to a job's log."""
        self._note("jobs/insert_log", id=key, now=self.now(), level=level, text=text)

    def seen(self, worker: Worker) -> None:
        """Show that a worker is alive."""
        self._note("jobs/seen", id=worker.id, now=self.now())

    def forget(self, now: datetime) -> int:
        """Remove the jobs that ended more than 30 days before a moment, with what they said.

        Returns:
            How many.
        """
        before = now - KEPT_FOR
        count = int(self.store.rows("jobs/forgettable", before=before)[0][0])
        if count:
            batch = self._batch()
            for name in ("jobs/forget_log", "jobs/forget_progress", "jobs/forget", "jobs/forget_workers"):
                batch.add(name, before=before)
            self.store.write(batch)
        return count

    def waits(self, host: str, *, longer_than: timedelta = timedelta(0)) -> bool:
        """Tell whether a job waits for the worker of a machine."""
        return bool(self.store.rows("jobs/waiting", host=self._host(host), before=self.now() - longer_than)[0][0])

    def _host(self, host: str) -> str | None:
        """Return the machine whose jobs are meant: all of a file's, which lies on one machine, whatever it is called."""
        return host if self.store.door == "postgres" else None

    def _state(self, key: UUID) -> dict[str, Any]:
        found = self.store.records("jobs/state", id=key)
        return found[0] if found else {}

    def _is_gone(self, row: dict[str, Any]) -> bool:
        """Tell whether a worker has ended: of this machine by its process, as a machine that slept was silent, too."""
        if row["seen_at"] is None:
            return True
        if row["worker_host"] == this_machine() and os.name == "posix":
            return not lives(row["worker_pid"])
        return row["seen_at"] < self.now() - SILENT_FOR

    def _add_worker(self, batch: Batch, worker: Worker) -> None:
        batch.add("jobs/insert_worker", id=worker.id, host=worker.host, pid=worker.pid, now=batch.recorded_at)

    def _turned(self, fill: Callable[[Batch], None], *, held: Callable[[], bool]) -> bool:
        """Change a state; false where a guard says that it is too late, or somebody writes the same job for long."""
        for attempt in range(ATTEMPTS):
            try:
                self._write(fill, held=held)
            except GuardFailedError:
                return held()
            except WriteConflictError:
                time.sleep(random.uniform(0.001, 0.004) * attempt)  # noqa: S311 - spreads retries, no secret
            else:
                return True
        return False

    def _write(self, fill: Callable[[Batch], object], *, held: Callable[[], bool], nudge: bool = True) -> None:
        """Write a change of a job and let the pages know; an answer that was lost is settled by asking."""
        batch = self._batch()
        fill(batch)
        try:
            self.store.write(batch)
        except StoreUnavailableError:
            if not held():
                self.store.write(batch)
        if nudge:
            self.store.nudge()

    def _note(self, name: str, **values: object) -> None:
        batch = self._batch()
        batch.add(name, **values)
        self.store.write(batch)

    def _batch(self) -> Batch:
        return Batch(unit=uuid7(), user_login="", origin="job", kind="job", recorded_at=self.now(), silent=True)
