"""Follows a person's jobs: while somebody looks at them, and while one of them is under way."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING
from uuid import UUID

from workbench.errors import WorkbenchError
from workbench.widgets.background import Background

if TYPE_CHECKING:
    from workbench.app import Workbench
    from workbench.services.jobs import Job

LOOK_SECONDS = 0.7
SHOWN = 50


class JobWatch:
    """Reads the jobs every 0.7 s while that is of use, and never while the page is hidden.

    Args:
        workbench: the services of the person at work.
        on_jobs: called with the jobs that the person sees, the latest first.
        on_end: called with a job of the person's own that has ended since it was last looked at.
        on_failure: called with what kept them from being read.
    """

    def __init__(
        self, workbench: Workbench, *, on_jobs: Callable[[list[Job]], None], on_end: Callable[[Job], None],
        on_failure: Callable[[Exception], None],
    ) -> None:  # fmt: skip
        self._workbench = workbench
        self._on_jobs, self._on_end, self._on_failure = on_jobs, on_end, on_failure
        self.background = Background()
        self.is_looked_at = False
        self._seen = False
        self._under_way: set[UUID] = set()
        self._timer: asyncio.TimerHandle | None = None
        self._asking = False

    @property
    def count(self) -> int:
        """How many of the person's own jobs are waiting or running."""
        return len(self._under_way)

    def seen(self, seen: bool) -> None:  # noqa: FBT001 - the only thing there is to say
        """Follow while the page is looked at, and not while it is hidden."""
        self._seen = seen
        if seen:
            self.look()
        elif self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def look(self) -> None:
        """Read the jobs now."""
        if self._asking:
            return
        self._asking = True
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        self.background.do(lambda: self._workbench.jobs.list(limit=SHOWN), self._found)

    def expect(self, job: Job) -> None:
        """Follow a job that was just started, however soon it ends."""
        self._under_way.add(job.id)

    def close(self) -> None:
        """Follow no more."""
        self.seen(False)
        self.background.close()

    def _found(self, jobs: list[Job] | Exception) -> None:
        self._asking = False
        try:
            if isinstance(jobs, Exception):
                self._on_failure(jobs)
            else:
                self._tell(jobs)
        except (WorkbenchError, OSError) as error:  # a file was removed, or the store went away, in this moment
            self._on_failure(error)
        finally:
            self._later()

    def _tell(self, jobs: list[Job]) -> None:
        mine = [job for job in jobs if job.user_login == self._workbench.session.login]
        ended = [job for job in mine if job.ended and job.id in self._under_way]
        self._under_way = {job.id for job in mine if not job.ended}
        self._on_jobs(jobs)
        for job in ended:
            self._on_end(job)

    def _later(self) -> None:
        if not self._seen or not (self.is_looked_at or self._under_way):
            return
        if self._timer is None:
            self._timer = later(LOOK_SECONDS, self._again)

    def _again(self) -> None:
        self._timer = None
        if self._seen:
            self.look()


def later(seconds: float, act: Callable[[], None]) -> asyncio.TimerHandle | None:
    """Have something done later in the kernel's event loop; never where none runs: there somebody looks."""
    try:
        return asyncio.get_running_loop().call_later(seconds, act)
    except RuntimeError:
        return None
