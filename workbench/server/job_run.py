"""The process of one job: ``python -m workbench.server.job_run JOB``; store, user and language are in the environment.

It ends with the worker that started it, however that ended.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from contextlib import closing, suppress
from uuid import UUID

from workbench.app import open_workbench
from workbench.errors import InvalidValueError, WorkbenchError
from workbench.i18n import _
from workbench.server.job_kinds import WORKS
from workbench.server.worker import utc_now
from workbench.services.jobs import STORE_VARIABLE, JobState, Queue, at_work, checked
from workbench.services.jobs.records import job_from
from workbench.store import open_store

NICE = 10
GRACE_SECONDS = 1.2  # from being asked to end to being ended


def main(key: UUID) -> int:
    """Do a job that a worker has claimed, and record how it ended.

    Returns:
        0 done, 3 not.
    """
    _step_back()
    url = os.environ[STORE_VARIABLE]
    threading.Thread(target=_end_with_worker, name="end-with-worker", daemon=True).start()
    try:
        _do(url, key)
    except WorkbenchError:
        return 3
    return 0


def _step_back() -> None:
    """Leave the processors to who waits for an answer: a job runs while nobody else does."""
    with suppress(OSError):
        if hasattr(os, "sched_setscheduler"):
            os.sched_setscheduler(0, os.SCHED_IDLE, os.sched_param(0))
        elif os.name == "posix":
            os.nice(NICE)


def _do(url: str, key: UUID) -> None:
    try:
        wb = open_workbench(url, origin="job")
    except WorkbenchError as error:
        _refuse(url, key, error)
        raise
    with wb, at_work(Queue(wb.store, wb.now), key) as running:
        signal.signal(signal.SIGTERM, lambda _signal, _frame: running.end_now())
        job = job_from(wb.store.records("jobs/list", key=key, login=None, limit=1)[0])
        if job.kind not in WORKS:
            raise InvalidValueError("kind", _("There is no job “{kind}”.").format(kind=job.kind))
        running.result = WORKS[job.kind](wb, checked(job.kind, job.arguments), running)


def _refuse(url: str, key: UUID, error: WorkbenchError) -> None:
    """Say why the workbench does not open for the job's user."""
    with closing(open_store(url)) as store:
        Queue(store, utc_now).end(key, JobState.FAILED, error=str(error))


def _end_with_worker() -> None:
    """Stop when the worker has ended, which closes standard input: in good order, or at once."""
    while sys.stdin.buffer.raw.read(1):  # type: ignore[attr-defined]  # the raw file of a pipe
        pass
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(GRACE_SECONDS)
    os._exit(3)


if __name__ == "__main__":
    sys.exit(main(UUID(sys.argv[1])))
