"""Work beside the kernel's event loop, so that no answer to the page waits for it."""

from __future__ import annotations

import asyncio
import logging
import queue
import threading
from collections.abc import Callable
from typing import TypeVar

log = logging.getLogger(__name__)
Found = TypeVar("Found")


class Background:
    """Does one thing after another in a thread of its own, and goes on with the outcome in the kernel's event loop.

    Where no event loop runs, everything is done at once.
    """

    def __init__(self) -> None:
        self._work: queue.SimpleQueue[Callable[[], None] | None] = queue.SimpleQueue()
        self._thread: threading.Thread | None = None
        self._closed = False

    def do(self, work: Callable[[], Found], then: Callable[[Found | Exception], None]) -> None:
        """Do something that may take long.

        Args:
            work: runs in the thread; it must not touch a widget.
            then: is called with what came of it, or with what it raised; never after ``close``.
        """
        try:
            loop = asyncio.get_running_loop()
        except RuntimeError:
            then(_outcome(work))
            return

        def carry_out() -> None:
            found = _outcome(work)
            if not self._closed and not loop.is_closed():
                loop.call_soon_threadsafe(self._go_on, lambda: then(found))

        if self._thread is None:
            self._thread = threading.Thread(target=self._run, name="page background", daemon=True)
            self._thread.start()
        self._work.put(carry_out)

    def close(self) -> None:
        """Begin nothing more."""
        self._closed = True
        self._work.put(None)

    def _run(self) -> None:
        while (work := self._work.get()) is not None:
            if not self._closed:
                work()

    def _go_on(self, act: Callable[[], None]) -> None:
        if not self._closed:
            act()


def _outcome(work: Callable[[], Found]) -> Found | Exception:
    try:
        return work()
    except Exception as error:  # noqa: BLE001 - whoever goes on decides what it means
        return error
