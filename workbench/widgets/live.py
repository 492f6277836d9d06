"""Keeps an open page up to date with what other pages, notebooks and commands write."""

from __future__ import annotations

import asyncio
import logging
import random
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from workbench.errors import StoreError, StoreUnavailableError
from workbench.i18n import _
from workbench.services.changes import Mark, News

if TYPE_CHECKING:
    from workbench.app import Workbench

log = logging.getLogger(__name__)
PAUSE_SECONDS = 0.3
BUSY_PAUSE_SECONDS = 0.6  # while news follows news: fewer, larger answers for many pages at once
BUSY_FOR_SECONDS = 1.0
SPREAD = 0.25
ASK_SECONDS = 1.0
PATIENCE_SECONDS = 3.0


@dataclass(frozen=True)
class Trouble:
    """The store does not answer: why, and when the page last knew that what it shows is so (UTC)."""

    error: StoreError
    since: datetime


class Live:
    """Asks for news when the store was written, 0.3 s later, in a burst every 0.6 s, and never while the page is hidden.

    A file's writers renew its revision file, which is watched; PostgreSQL is asked every second. While the store does
    not answer it is asked every second, too. A thread waits for the answer, so that a store that hangs does not hold
    up the kernel; everything else happens in the kernel's own event loop, so that a page never changes in the middle
    of an answer.

    Make it before the page reads anything: what is written from then on is told.

    Args:
        workbench: the services of the person at work.
        on_news: called with what changed.
        on_trouble: called with the trouble when the store does not answer, and with ``None`` when it does again; what
            it cannot read then is trouble again.
    """

    def __init__(
        self, workbench: Workbench, *, on_news: Callable[[News], None], on_trouble: Callable[[Trouble | None], None]
    ) -> None:
        self._workbench, self._on_news, self._on_trouble = workbench, on_news, on_trouble
        self._mark: Mark = workbench.changes.mark()
        self._current_at, self._is_current = workbench.now(), True
        self._loop: asyncio.AbstractEventLoop | None = None
        self._stop: threading.Event | None = None
        self._waiting: asyncio.TimerHandle | None = None
        self._late: asyncio.TimerHandle | None = None
        self._asking = self._again = False
        self._news_at = -BUSY_FOR_SECONDS
        self.in_trouble = False

    @property
    def running(self) -> bool:
        """Whether the page is kept up to date now."""
        return self._stop is not None

    def start(self) -> None:
        """Begin, or go on after ``stop``: what was written meanwhile is asked for at once."""
        if self.running:
            return
        self._stop = threading.Event()
        try:
            self._loop = asyncio.get_running_loop()
        except RuntimeError:  # no kernel is running: somebody calls catch_up
            self.catch_up()
            return
        self.ask()
        threading.Thread(target=self._watch, args=(self._stop,), name="live page", daemon=True).start()

    def stop(self) -> None:
        """Ask for nothing any more: the page is hidden or gone."""
        if self._stop is not None:
            self._stop.set()
            self._stop = None
        for timer in (self._waiting, self._late):
            if timer is not None:
                timer.cancel()
        self._waiting = self._late = None
        if self._is_current:
            self._current_at, self._is_current = self._workbench.now(), False

    def ask(self) -> None:
        """Ask what was written since the last time, and tell it as soon as the answer is here."""
        if self._loop is None or not self.running:
            self.catch_up()
            return
        self._cancel_waiting()
        if self._asking:
            self._again = True
            return
        self._asking, self._again = True, False
        self._late = self._loop.call_later(PATIENCE_SECONDS, self._is_late)
        threading.Thread(target=self._read, args=(self._loop, self._mark), name="live page asks", daemon=True).start()

    def catch_up(self) -> None:
        """Ask once, wait for the answer, and tell it."""
        self._cancel_waiting()
        try:
            answer = self._workbench.changes.since(self._mark)
        except StoreError as error:
            self._troubled(error)
        else:
            self._take(answer)

    def _read(self, loop: asyncio.AbstractEventLoop, mark: Mark) -> None:
        answer: News | StoreError = StoreUnavailableError(_("The store does not answer."))
        try:
            answer = self._workbench.changes.since(mark)
        except StoreError as error:
            answer = error
        finally:
            if not loop.is_closed():
                loop.call_soon_threadsafe(self._answered, answer)

    def _answered(self, answer: News | StoreError) -> None:
        self._asking = False
        if self._late is not None:
            self._late.cancel()
            self._late = None
        if not self.running:
            return
        if isinstance(answer, StoreError):
            self._troubled(answer)
        else:
            self._take(answer)
        if self._again:
            self._soon()

    def _take(self, news: News) -> None:
        """Show what the store answered; a view that cannot be read after all is trouble again."""
        try:
            self._mark = news.mark
            if self.in_trouble:
                self._on_trouble(None)
                self.in_trouble = False
            elif news.changes or not news.complete:
                self._news_at = time.monotonic()
                self._on_news(news)
            self._current_at, self._is_current = self._workbench.now(), True
        except StoreError as error:
            self._troubled(error)

    def _troubled(self, error: StoreError) -> None:
        log.warning("the page could not be kept up to date: %s", error)
        if self._is_current:
            self._current_at, self._is_current = self._workbench.now(), False
        if not self.in_trouble:
            self.in_trouble = True
            self._on_trouble(Trouble(error, self._current_at))
        if self.running and self._loop is not None and self._waiting is None and not self._asking:
            self._waiting = self._loop.call_later(ASK_SECONDS, self.ask)

    def _is_late(self) -> None:
        self._late = None
        seconds = round(PATIENCE_SECONDS)
        self._troubled(StoreUnavailableError(_("No answer for {seconds} seconds.").format(seconds=seconds)))

    def _watch(self, stop: threading.Event) -> None:
        url = self._workbench.store.url
        if self._workbench.store.door == "postgres" or url == ":memory:":
            while not stop.wait(ASK_SECONDS):
                self._wake()
            return
        import watchfiles  # noqa: PLC0415 - only a page that stays open pays for it

        revision = Path(f"{url}.revision")
        for _changes in watchfiles.watch(
            revision.parent, watch_filter=lambda _kind, path: path == str(revision), debounce=50, step=10,
            stop_event=stop, recursive=False, rust_timeout=1000,
        ):  # fmt: skip
            if stop.is_set():
                return
            self._wake()

    def _wake(self) -> None:
        if self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._soon)

    def _soon(self) -> None:
        """Ask after a pause; what is written in between is told with it."""
        if self._waiting is None and self.running and self._loop is not None:
            busy = time.monotonic() - self._news_at < BUSY_FOR_SECONDS
            pause = BUSY_PAUSE_SECONDS if busy else PAUSE_SECONDS
            spread = random.uniform(1 - SPREAD, 1 + SPREAD)  # noqa: S311 - many pages shall not ask at the same moment
            self._waiting = self._loop.call_later(pause * spread, self.ask)

    def _cancel_waiting(self) -> None:
        if self._waiting is not None:
            self._waiting.cancel()
            self._waiting = None
