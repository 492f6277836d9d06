"""The scheduler: makes what is due by the clock, wakes the worker, delivers the outbox. One of several leads.

Run as ``python -m workbench.server.scheduler [STORE]``, where an address with a password is better named in
``WORKBENCH_STORE``: every account reads command lines. ``--once`` looks once and ends, for the system's own cron;
``--with-parent`` ends with the process that started it; ``--lease SECONDS`` is how long others wait for a leader that
fell silent, ``--claim SECONDS`` how long for events that it was sending, ``--pause SECONDS`` the first rest after a
delivery that failed.
"""

from __future__ import annotations

import argparse
import logging
import signal
import sys
import threading
import time
from datetime import datetime, timedelta
from uuid import UUID

from workbench.app import Workbench, open_workbench
from workbench.errors import StoreError, WorkbenchError
from workbench.server.ending import end_with_parent
from workbench.services.jobs import Queue, wake_worker
from workbench.services.jobs.records import this_machine
from workbench.services.lease import Lease
from workbench.services.outbox.pace import Pace
from workbench.services.schedules import Run
from workbench.store import feed

log = logging.getLogger(__name__)
BEAT = 1.0  # seconds between two looks at the clock
LEASE = 30.0
QUIET = 60.0  # seconds after which a file is looked at even if nobody told of a change
POLL = 5.0  # the same for PostgreSQL, where nobody tells
TIDYING = 3600.0
LONGEST_REST = 30.0
FAREWELL = 2.0  # seconds for deliveries under way when told to stop


class Scheduler:
    """One scheduler over one store.

    Args:
        wb: the workbench.
        lease: seconds that a silent leader keeps others waiting.
        pace: of the outbox.
    """

    def __init__(self, wb: Workbench, *, lease: float = LEASE, pace: Pace | None = None) -> None:
        self._wb = wb
        self._pace = pace or Pace()
        self._lease = Lease(wb.session, "scheduler", lasts=timedelta(seconds=lease))
        self._renewal = lease / 3
        self._leads = False
        self._renew_at = self._look_at = self._tidy_at = 0.0
        self._wake_at: datetime | None = None
        self._told = ""
        self._turns: dict[UUID, threading.Thread] = {}
        self._turned = threading.Event()

    def beat(self) -> bool:
        """Do what is due now; while another leads, nothing. Return whether this one leads.

        Raises:
            StoreError: the store does not answer; the next beat may find it again.
        """
        now = time.monotonic()
        if now >= self._renew_at:
            self._leads = self._lease.take()
            self._renew_at = now + self._renewal
        if self._leads and self._has_reason(now):
            self._look(now)
        if self._leads and now >= self._tidy_at:
            self._tidy_at = now + TIDYING
            tidy(self._wb)
        return self._leads

    def once(self) -> tuple[Run, ...] | None:
        """Do what is due now, to its end; return the runs that were made, or ``None`` where another leads."""
        if not self._lease.take():
            return None
        try:
            due = self._wb.schedules.run_due()
            look_after_jobs(self._wb)
            self._wb.outbox.deliver_all(pace=self._pace)
            tidy(self._wb)
        finally:
            self._lease.release()
        return due.runs

    def end(self) -> None:
        """Let deliveries under way finish for a moment, and let another lead."""
        until = time.monotonic() + FAREWELL
        for turn in list(self._turns.values()):
            turn.join(max(until - time.monotonic(), 0.0))
        if self._leads:
            self._lease.release()

    def look_again(self) -> None:
        """Look at everything at the next beat: the last one did not come to its end."""
        self._look_at = 0.0

    def _has_reason(self, now: float) -> bool:
        """Tell whether something changed, or a moment came: an idle look costs no question to the store."""
        told = feed.told(self._wb.store.url) if self._wb.store.door == "served" else ""
        changed, self._told = told != self._told, told
        came = self._wake_at is not None and self._wb.now() >= self._wake_at
        turned = self._turned.is_set()
        return changed or came or turned or now >= self._look_at

    def _look(self, now: float) -> None:
        self._turned.clear()
        self._look_at = now + (QUIET if self._wb.store.door == "served" else POLL)
        due = self._wb.schedules.run_due()
        look_after_jobs(self._wb)
        moments = [due.next_at] if due.next_at else []
        for channel, since in self._wb.outbox.waiting().items():
            if since > self._wb.now():
                moments.append(since)
            elif channel not in self._turns:
                self._deliver(channel)
        self._wake_at = min(moments, default=None)

    def _deliver(self, channel: UUID) -> None:
        """Deliver to a channel on a thread of its own: a slow one holds up neither the clock nor other channels."""
        turn = threading.Thread(target=self._turn, args=[channel], name=f"deliver-{channel}", daemon=True)
        self._turns[channel] = turn
        turn.start()

    def _turn(self, channel: UUID) -> None:
        try:
            self._wb.outbox.deliver(channel, pace=self._pace)
        except WorkbenchError as error:
            log.warning("delivery to %s: %s", channel, error)
        except Exception:
            log.exception("delivery to %s", channel)
        finally:
            self._turns.pop(channel, None)
            self._turned.set()


def tidy(wb: Workbench) -> None:
    """Remove what was delivered, and jobs that ended, long ago."""
    wb.outbox.forget()
    Queue(wb.store, wb.now).forget(wb.now())


def look_after_jobs(wb: Workbench) -> None:
    """Report jobs whose worker is gone, and start a worker where jobs of this machine wait and none runs."""
    queue = Queue(wb.store, wb.now)
    queue.report_lost()
    if wb.store.url != ":memory:" and queue.waits(this_machine()):
        wake_worker(wb.store.url)


def run(scheduler: Scheduler, stop: threading.Event) -> None:
    """Beat until told to stop; rest longer while the store does not answer."""
    rest = BEAT
    while not stop.wait(rest):
        try:
            scheduler.beat()
            rest = BEAT
        except StoreError as error:
            rest = min(rest * 2, LONGEST_REST)
            scheduler.look_again()
            log.warning("%s", error)
        except Exception:
            rest = LONGEST_REST
            scheduler.look_again()
            log.exception("the scheduler goes on after an unexpected error")
    try:
        scheduler.end()
    except StoreError as error:
        log.warning("%s", error)


def main(arguments: list[str]) -> int:
    """Schedule until told to stop.

    Returns:
        0 ended in order, 3 the store could not be opened.
    """
    parser = argparse.ArgumentParser(prog="python -m workbench.server.scheduler")
    parser.add_argument("store", nargs="?")
    parser.add_argument("--once", action="store_true")
    parser.add_argument("--with-parent", action="store_true")
    parser.add_argument("--lease", type=float, default=LEASE)
    parser.add_argument("--claim", type=float, default=Pace.claim.total_seconds())
    parser.add_argument("--pause", type=float, default=Pace.first.total_seconds())
    args = parser.parse_args(arguments)
    logging.basicConfig(stream=sys.stderr, format="%(asctime)s %(message)s", level=logging.WARNING)
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda _number, _frame: stop.set())
    if args.with_parent:
        end_with_parent()
    try:
        with open_workbench(args.store, origin="scheduler") as wb:
            claim = timedelta(seconds=args.claim)
            pace = Pace(first=timedelta(seconds=args.pause), claim=claim, turn=claim / 2)
            scheduler = Scheduler(wb, lease=args.lease, pace=pace)
            if args.once:
                scheduler.once()
            else:
                run(scheduler, stop)
    except WorkbenchError as error:
        log.error("%s", error)  # noqa: TRY400 - its words are for people
        return 3
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
