"""Keeps an open page up to date with what other pages, notebooks and commands write."""

from __future__ import annotations

import asyncio
import logging
import threading
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from workbench.errors import StoreError
from workbench.services.changes import Mark, News

if TYPE_CHECKING:
    from workbench.app import Workbench

log = logging.getLogger(__name__)
PAUSE_SECONDS = 0.3
ASK_SECONDS = 1.0


class Live:
    """Asks for news when the store was written, at most every 0.3 s, and never while the page is hidden.

    A file's writers renew its revision file, which is watched; PostgreSQL is asked every second. Everything but the
    watching happens in the kernel's own event loop, so that a page never changes in the middle of an answer.

    Make it before the page reads anything: what is written from then on is told.

    Args:
        workbench: the services of the person at work.
        on_news: called with what changed.
        on_trouble: called with the error when the store does not answer, and with ``None`` when it does again.
    """

    def __init__(
        self, workbench: Workbench, *, on_news: Callable[[News], None], on_trouble: Callable[[StoreError | None], None]
    ) -> None:
        self._workbench, self._on_news, self._on_trouble = workbench, on_news, on_trouble
        self._mark: Mark = workbench.changes.mark()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._stop: threading.Event | None = None
        self._waiting: asyncio.TimerHandle | None = None
        self._in_trouble = False

    @property
    def running(self) -> bool:
        """Whether the page is kept up to date now."""
        return self._stop is not None

    def start(self) -> None:
        """Begin, or go on after ``stop``: what was written meanwhile is asked for at once."""
        if self.running:
            return
        self.catch_up()
        self._stop = threading.Event()
        try:
            self._loop = asyncio.get_running_loop()
        except RuntimeError:  # no kernel is running: somebody calls catch_up
            return
        threading.Thread(target=self._watch, args=(self._stop,), name="live page", daemon=True).start()

    def stop(self) -> None:
        """Ask for nothing any more: the page is hidden or gone."""
        if self._stop is not None:
            self._stop.set()
            self._stop = None
        if self._waiting is not None:
            self._waiting.cancel()
            self._waiting = None

    def catch_up(self) -> None:
        """Ask once for what was written since the last time, and tell it."""
        self._waiting = None
        try:
            news = self._workbench.changes.since(self._mark)
            self._mark = news.mark
            if self._in_trouble:
                self._in_trouble = False
                self._on_trouble(None)
            if news.changes or not news.complete:
                self._on_news(news)
        except StoreError as error:
            log.warning("the page could not be kept up to date", exc_info=True)
            if not self._in_trouble:
                self._in_trouble = True
                self._on_trouble(error)

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
            stop_event=stop, recursive=False, rust_timeout=1000, yield_on_timeout=self._in_trouble,
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
            self._waiting = self._loop.call_later(PAUSE_SECONDS, self.catch_up)
