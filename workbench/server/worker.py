"""The worker of a store on this machine: takes its jobs one after the other, each in a process of its own.

Started on demand as ``python -m workbench.server.worker [STORE]``; without an argument the store's address is in the
environment. It ends when no job has waited for a while.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryFile
from types import FrameType
from typing import IO
from uuid import UUID

from workbench.errors import StoreError, StoreUnavailableError
from workbench.services.jobs import STORE_VARIABLE, JobState, Queue, Worker, worker_lock
from workbench.services.jobs.records import job_from
from workbench.store import open_store

LOOK_SECONDS = 0.3  # how often a running job is looked at
WAIT_SECONDS = 0.5  # how often the queue is looked at
SEEN_SECONDS = 2.5
GRACE_SECONDS = 1.2  # from asking a process to end to ending it
IDLE_SECONDS = 60.0
LAST_WORDS = 20_000


def work(url: str, *, idle_seconds: float = IDLE_SECONDS, clock: Callable[[], datetime]) -> int:
    """Do the jobs of a store until none has waited for a while.

    Args:
        url: path or ``postgres://`` address of the store.
        idle_seconds: how long to wait for another job.
        clock: returns naive UTC.

    Returns:
        0, also where another worker is at it.
    """
    more = True
    while more:
        try:
            with worker_lock(url):
                queue = Queue(open_store(url), clock)
                try:
                    _Worker(queue, url, idle_seconds).run()
                finally:
                    queue.store.close()
        except StoreUnavailableError:
            return 0
        more = _waits(url, clock)  # asked for after the last look, by somebody who saw this worker run
    return 0


def _waits(url: str, clock: Callable[[], datetime]) -> bool:
    store = open_store(url)
    try:
        return Queue(store, clock).waits(Worker().host)
    finally:
        store.close()


class _Worker:
    def __init__(self, queue: Queue, url: str, idle_seconds: float) -> None:
        self._queue = queue
        self._url = url
        self._idle_seconds = idle_seconds
        self._me = Worker()
        self._seen = time.monotonic()

    def run(self) -> None:
        """Take jobs until none has waited for long enough."""
        self._queue.register(self._me)
        self._tidy()
        idle_since = time.monotonic()
        while time.monotonic() - idle_since < self._idle_seconds:
            job = self._claimed()
            if job is None:
                self._show_life()
                time.sleep(WAIT_SECONDS)
            else:
                self._do(job)
                self._tidy()
                idle_since = time.monotonic()

    def _claimed(self) -> UUID | None:
        with suppress(StoreError):  # the store is away for a moment: the next look will tell
            return self._queue.claim(self._me)
        return None

    def _tidy(self) -> None:
        with suppress(StoreError):
            self._queue.report_lost()
            self._queue.forget(self._queue.now())

    def _show_life(self) -> None:
        if time.monotonic() - self._seen > SEEN_SECONDS:
            with suppress(StoreError):
                self._queue.seen(self._me)
                self._seen = time.monotonic()

    def _do(self, key: UUID) -> None:
        with TemporaryFile() as output:
            process = self._start(key, output)
            try:
                while process.poll() is None:
                    self._show_life()
                    if not self._is_wanted(key):
                        _stop(process)
                    with suppress(subprocess.TimeoutExpired):
                        process.wait(LOOK_SECONDS)
            finally:
                _stop(process)
                if process.stdin is not None:
                    process.stdin.close()
                self._settle(key, process.returncode, output)
                self._queue.store.tidy_after(process.pid)

    def _start(self, key: UUID, output: IO[bytes]) -> subprocess.Popen[bytes]:
        job = job_from(self._queue.store.records("jobs/list", key=key, login=None, limit=1)[0])
        mine = {STORE_VARIABLE: self._url, "WORKBENCH_USER": job.user_login, "WORKBENCH_LANG": job.language}
        return subprocess.Popen(  # noqa: S603 - our own module
            [sys.executable, "-P", "-m", "workbench.server.job_run", str(key)], stdin=subprocess.PIPE, stdout=output,
            stderr=output, env={**os.environ, **mine}, start_new_session=os.name == "posix",
        )  # fmt: skip

    def _is_wanted(self, key: UUID) -> bool:
        with suppress(StoreError):
            return self._queue.state(key) is JobState.RUNNING
        return True

    def _settle(self, key: UUID, code: int, output: IO[bytes]) -> None:
        """Report a job whose process ended without saying how."""
        with suppress(StoreError):
            if self._queue.state(key) is JobState.RUNNING:
                output.seek(0)
                words = output.read().decode(errors="replace")[-LAST_WORDS:]
                self._queue.write_log(key, "trace", f"{code}\n{words}")
                self._queue.give_up(key)


def _stop(process: subprocess.Popen[bytes]) -> None:
    """Ask a process to end; insist after a moment."""
    if process.poll() is None:
        process.terminate()
        try:
            process.wait(GRACE_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def utc_now() -> datetime:
    """Return the present moment in UTC, without a zone."""
    return datetime.now(UTC).replace(tzinfo=None)  # noqa: TID251 - a process of its own reads the clock


def _as_exit(_signal: int, _frame: FrameType | None) -> None:
    raise SystemExit


def main(arguments: list[str]) -> int:
    """Run a worker for the store that is named."""
    signal.signal(signal.SIGTERM, _as_exit)
    asked = arguments[0] if arguments else os.environ[STORE_VARIABLE]
    url = asked if "://" in asked else str(Path(asked).expanduser().resolve())
    idle = float(os.environ.get("WORKBENCH_WORKER_IDLE") or IDLE_SECONDS)
    return work(url, idle_seconds=idle, clock=utc_now)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
