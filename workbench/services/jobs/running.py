"""A job at work in this process: its progress, its cancelling, and how it ends."""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
import traceback
from collections.abc import Callable, Generator
from contextlib import contextmanager, suppress
from secrets import token_hex
from types import FrameType
from uuid import UUID

from workbench.errors import JobCancelledError, StoreError, WorkbenchError
from workbench.i18n import _
from workbench.services.jobs.queue import Queue, Worker
from workbench.services.jobs.records import JobState
from workbench.store import Bond

TELL_SECONDS = 0.5  # progress is written no more often
SEEN_SECONDS = 2.5
Tell = Callable[[str, float], None]


class Running:
    """Tells how far a job is: ``running(step, share)``. It raises ``JobCancelledError`` once somebody cancelled.

    Args:
        queue: where the job is.
        key: the job.
        worker: the process, where nobody else shows that it is alive.
        interrupt: stop the main thread when somebody cancels.
        show: is told the same, at once.
    """

    def __init__(
        self, queue: Queue, key: UUID, *, worker: Worker | None, interrupt: bool, show: Tell | None = None
    ) -> None:
        self.id = key
        self.result: dict[str, object] = {}
        self._queue = queue
        self._worker = worker
        self._show = show
        self._interrupt = interrupt and threading.current_thread() is threading.main_thread()
        self._pending: tuple[str, float] | None = None
        self._news, self._over, self._cancelled = threading.Event(), threading.Event(), threading.Event()
        self._turn = threading.Lock()
        self._asked_to_end = self._interrupted = False
        self._watcher = threading.Thread(target=self._watch, name="job", daemon=True)

    def __call__(self, step: str, share: float) -> None:
        """Tell how far it is.

        Args:
            step: what is being done, in the reader's language.
            share: done so far, 0 to 1.

        Raises:
            JobCancelledError: somebody cancelled the job.
        """
        self.wanted()
        self._pending = step, share
        self._news.set()
        if self._show is not None:
            self._show(step, share)

    def wanted(self) -> None:
        """Break off where the job was cancelled or interrupted.

        An interrupt that Python raised in a finaliser went no further, so it is raised again here.

        Raises:
            JobCancelledError: somebody cancelled the job.
        """
        if self._cancelled.is_set():
            raise JobCancelledError(cancelled_text())
        if self._interrupted:
            raise KeyboardInterrupt

    @contextmanager
    def interruptible(self) -> Generator[None]:
        """Remember an interrupt of the main thread, wherever Python happens to be when it comes."""
        if threading.current_thread() is not threading.main_thread():
            yield
            return

        def interrupted(_number: int, _frame: FrameType | None) -> None:
            self._interrupted = True
            raise KeyboardInterrupt

        before = signal.signal(signal.SIGINT, interrupted)
        try:
            yield
        finally:
            signal.signal(signal.SIGINT, before)

    def refused(self) -> None:
        """Say why the store refused a unit of work, where that is because the job no longer runs."""
        if self.is_cancelled():
            raise JobCancelledError(cancelled_text())

    def is_cancelled(self) -> bool:
        """Tell whether somebody else has ended this job."""
        if not self._cancelled.is_set():
            with suppress(StoreError):
                if self._queue.state(self.id) is not JobState.RUNNING:
                    self._cancelled.set()
        return self._cancelled.is_set()

    def end_now(self) -> None:
        """Break off the work of this thread, whatever it makes of it.

        Raises:
            JobCancelledError: always.
        """
        self._asked_to_end = True
        raise JobCancelledError(cancelled_text())

    def start(self) -> None:
        """Begin to show that the job is alive."""
        self._watcher.start()

    def stop(self) -> None:
        """Be silent from now on."""
        with self._turn:
            self._over.set()
        self._news.set()
        self._watcher.join()

    def done(self) -> None:
        """End well.

        Raises:
            JobCancelledError: somebody cancelled it at the last moment.
        """
        with suppress(StoreError):  # the work itself is done and kept
            if self._pending is not None:
                self._queue.tell(self.id, *self._pending)
            if not self._queue.end(self.id, JobState.DONE, result=self.result):
                self.refused()

    def ended_by(self, error: BaseException) -> BaseException:
        """Record how the work broke off, and return what to raise."""
        if self.is_cancelled():
            return error if isinstance(error, JobCancelledError) else JobCancelledError(cancelled_text())
        if isinstance(error, RuntimeError) and isinstance(error.__cause__, KeyboardInterrupt | JobCancelledError):
            error = error.__cause__  # DuckDB puts an error of its own in the place of what stopped it
        with suppress(StoreError):
            if self._asked_to_end or isinstance(error, JobCancelledError):
                self._queue.give_up(self.id)
            elif isinstance(error, WorkbenchError):
                self._failed(str(error))
            elif isinstance(error, Exception):
                self._failed_unexpectedly(error)
            elif not self._queue.end(self.id, JobState.CANCELLED):
                self._queue.give_up(self.id)
        return JobCancelledError(cancelled_text()) if self._asked_to_end else error

    def _failed_unexpectedly(self, error: Exception) -> None:
        reference = token_hex(4)
        trace = "".join(traceback.format_exception(error))
        self._queue.write_log(self.id, "trace", f"{reference}\n{trace}")
        text = _("Something unexpected happened: {error}. Reference: {reference}.")
        self._failed(text.format(error=type(error).__name__, reference=reference))

    def _failed(self, text: str) -> None:
        """Record that the work failed; what it had written by then is done, and it says what came after."""
        if self._queue.has_written(self.id):
            self._queue.write_log(self.id, "error", text)
            self._queue.end(self.id, JobState.DONE, result=self.result | {"note": text})
        else:
            self._queue.end(self.id, JobState.FAILED, error=text)

    def _watch(self) -> None:
        seen = time.monotonic()
        while not self._over.is_set():
            self._news.wait(TELL_SECONDS)
            with suppress(StoreError):
                self._write_progress()
                if self._worker is not None and time.monotonic() - seen > SEEN_SECONDS:
                    self._queue.seen(self._worker)
                    seen = time.monotonic()
                if self.is_cancelled():
                    self._stop_the_work()
                    return
            self._over.wait(TELL_SECONDS)

    def _write_progress(self) -> None:
        self._news.clear()
        told, self._pending = self._pending, None
        if told is not None:
            self._queue.tell(self.id, *told)

    def _stop_the_work(self) -> None:
        with self._turn:
            if self._over.is_set() or not self._interrupt:
                return
            if sys.platform == "win32":
                import _thread  # noqa: PLC0415 - Windows has no signals for threads

                _thread.interrupt_main()
            else:
                signal.pthread_kill(threading.main_thread().ident or os.getpid(), signal.SIGINT)


def cancelled_text() -> str:
    """Say that a job was cancelled."""
    return _("The job was cancelled. Nothing of it was kept.")


@contextmanager
def at_work(
    queue: Queue, key: UUID, *, worker: Worker | None = None, interrupt: bool = False, show: Tell | None = None
) -> Generator[Running]:
    """Do a running job's work in this thread; what it writes is bound to the job, and its end is recorded.

    Args:
        queue: where the job is.
        key: the job.
        worker: this process, where nobody else shows that it is alive.
        interrupt: stop the main thread when somebody cancels.
        show: is told the progress, too.

    Raises:
        JobCancelledError: somebody cancelled it; nothing of it is in the store.
    """
    running = Running(queue, key, worker=worker, interrupt=interrupt, show=show)
    bond = Bond("jobs/guard_running", "jobs/written", key, wanted=running.wanted, refused=running.refused)
    try:
        running.start()
        try:
            with queue.store.bound(bond), running.interruptible():
                yield running
        finally:
            running.stop()
    except BaseException as error:
        said = running.ended_by(error)
        if said is error:
            raise
        raise said from error
    running.done()
