"""``wb.jobs``: start long work, follow it, cancel it, run it again."""

from __future__ import annotations

import builtins
import time
from collections.abc import Generator, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

from workbench.domain.people import Role
from workbench.errors import NotFoundError, StoreError, StoreUnavailableError
from workbench.i18n import _, language
from workbench.services.jobs.kinds import checked, titled
from workbench.services.jobs.queue import Queue, Worker
from workbench.services.jobs.records import Job, JobState, LogLine, NewJob, job_from, this_machine
from workbench.services.jobs.running import Running, Tell, at_work
from workbench.services.jobs.starting import wake_worker
from workbench.services.session import Session

LOOK_SECONDS = 0.3
FORGOTTEN_FOR = timedelta(seconds=5)  # a job that waits longer while no worker runs


class Jobs:
    """Long work of one person; an administrator sees and cancels everybody's."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._queue = Queue(session.store, session.clock)

    def start(self, kind: str, title: str | None = None, **arguments: object) -> Job:
        """Put work into the queue; a worker process of this machine does it in the background, with the caller's rights.

        Args:
            kind: ``import``, ``export``, ``report``, ``demo`` or ``backup``.
            title: by which people know it; default from kind and arguments.
            arguments: of the kind; paths are made absolute.

        Raises:
            InvalidValueError: there is no such kind, or an argument is missing, unknown or wrong.
            StoreUnavailableError: no other process can open this store: it is in memory, or held by this one alone.
        """
        return self._ask(self._new(kind, title, arguments))

    @contextmanager
    def running(
        self, kind: str, title: str | None = None, *, show: Tell | None = None, **arguments: object
    ) -> Generator[Running]:
        """Record work that this thread does as a job: ``with wb.jobs.running(…) as tell: tell("Reading", 0.1)``.

        What is written meanwhile through this workbench is bound to the job: once it is cancelled, nothing of it is in
        the store. ``tell.result`` may be set to a small JSON object.

        Args:
            kind: as for ``start``.
            title: by which people know it.
            show: is told the progress, too: a bar.
            arguments: of the kind.

        Raises:
            InvalidValueError: there is no such kind, or an argument is missing, unknown or wrong.
            JobCancelledError: somebody cancelled it.
        """
        worker = Worker()
        key = self._queue.add_running(self._new(kind, title, arguments), worker)
        with at_work(self._queue, key, worker=worker, interrupt=True, show=show) as running:
            yield running

    def list(self, limit: int = 50) -> builtins.list[Job]:
        """Return one's own jobs, an administrator all, the latest first."""
        self._look_after()
        return self._read(None, limit)

    def get(self, key: Job | UUID | str) -> Job:
        """Return a job.

        Raises:
            NotFoundError: there is none, or it is somebody else's.
        """
        known = key.id if isinstance(key, Job) else key
        with suppress(ValueError):
            job = next(iter(self._read(UUID(str(known)), 1)), None)
            if job is not None and not job.ended:
                self._look_after()
                job = next(iter(self._read(job.id, 1)), None)
            if job is not None:
                return job
        raise NotFoundError(_("There is no job {key}, or it is somebody else's.").format(key=known))

    def log(self, key: Job | UUID | str) -> builtins.list[LogLine]:
        """Return what a job said, oldest first; the traces of unexpected errors are for administrators.

        Raises:
            NotFoundError: there is no such job, or it is somebody else's.
        """
        lines = [LogLine(**row) for row in self._session.store.records("jobs/log", id=self.get(key).id)]
        return [line for line in lines if line.level != "trace" or self._sees_all()]

    def cancel(self, key: Job | UUID | str) -> Job:
        """Cancel a job: once it is ``cancelled``, nothing of it is in the store, now or later.

        Returns:
            The job as it is now: one that had ended, or written its changes already, is not cancelled any more.

        Raises:
            NotFoundError: there is no such job, or it is somebody else's.
        """
        job = self.get(key)
        if not job.ended:
            self._queue.end(job.id, JobState.CANCELLED)
        return self.get(job.id)

    def again(self, key: Job | UUID | str) -> Job:
        """Queue the same work once more; somebody else's keeps that person's rights, as its files are theirs.

        Raises:
            NotFoundError: there is no such job, or it is somebody else's.
            InvalidValueError: its arguments are not valid any more.
            StoreUnavailableError: no other process can open this store.
        """
        job = self.get(key)
        again = self._new(job.kind, job.title, job.arguments, again_of=job.id)
        return self._ask(replace(again, user_login=job.user_login, language=job.language))

    def follow(self, job: Job | UUID | str) -> Iterator[Job]:
        """Yield a job as it goes on, until it has ended.

        Raises:
            NotFoundError: there is no such job, or it is somebody else's.
        """
        last: Job | None = None
        while last is None or not last.ended:
            present = self.get(job)
            if present != last:
                yield present
            last = present
            if not last.ended:
                time.sleep(LOOK_SECONDS)

    def _new(self, kind: str, title: str | None, arguments: dict[str, object], again_of: UUID | None = None) -> NewJob:
        plain = checked(kind, arguments)
        return NewJob(
            kind=kind, title=titled(kind, title, plain), arguments=plain, user_login=self._session.user.login,
            language=language(), again_of=again_of,
        )  # fmt: skip

    def _ask(self, new: NewJob) -> Job:
        if not self._is_shared():
            raise StoreUnavailableError(
                _("A job in the background opens the store itself; open this workbench through the served door.")
            )
        key = self._queue.add(new)
        wake_worker(self._session.store.url)
        return self.get(key)

    def _read(self, key: UUID | None, limit: int) -> builtins.list[Job]:
        login = None if self._sees_all() else self._session.user.login
        return [job_from(row) for row in self._session.store.records("jobs/list", key=key, login=login, limit=limit)]

    def _look_after(self) -> None:
        """Report jobs whose worker is gone, and start one for those that wait in vain."""
        with suppress(StoreError):
            self._queue.report_lost()
            if self._is_shared() and self._queue.waits(this_machine(), longer_than=FORGOTTEN_FOR):
                wake_worker(self._session.store.url)

    def _sees_all(self) -> bool:
        return self._session.user.role is Role.ADMINISTRATOR

    def _is_shared(self) -> bool:
        store = self._session.store
        return store.door != "exclusive" and store.url != ":memory:"
