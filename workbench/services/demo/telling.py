"""Progress that goes on while something takes long and says nothing itself."""

from __future__ import annotations

from collections.abc import Callable
from threading import Event, Thread
from types import TracebackType
from typing import Self

Progress = Callable[[str, float], None]
SECONDS = 1.0


class Pulse:
    """Tells every second what is being done, however long it takes.

    Who cancels answers a telling with an error: it is raised at the next step, or where the writing fails.

    Args:
        progress: called with what is being done and the share done so far; ``None`` for nobody.
    """

    def __init__(self, progress: Progress | None) -> None:
        self._progress = progress
        self._latest = ("", 0.0)
        self._upto, self._a_beat = 0.0, 0.0
        self._heard: BaseException | None = None
        self._over = Event()
        self._thread = Thread(target=self._beat, daemon=True)

    def __enter__(self) -> Self:
        if self._progress is not None:
            self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._over.set()
        if self._thread.ident is not None:
            self._thread.join()
        if error is not None and self._heard is not None and error is not self._heard:
            raise self._heard from None

    def say(self, what: str, share: float, *, upto: float | None = None, seconds: float = 30.0) -> None:
        """Tell what begins now.

        Args:
            what: what is being done.
            share: the share done so far.
            upto: the share that will be done with it, approached in so many ``seconds``; nobody knows how long it will be.
            seconds: about how long.
        """
        if self._heard is not None:
            raise self._heard
        self._latest, self._upto, self._a_beat = (what, share), upto or share, SECONDS / seconds
        if self._progress is not None:
            self._progress(what, share)

    def step(self) -> None:
        """Stop here if somebody cancelled."""
        if self._heard is not None:
            raise self._heard

    def _beat(self) -> None:
        while not self._over.wait(SECONDS):
            what, share = self._latest
            if not what or self._progress is None:
                continue
            share += (self._upto - share) * min(self._a_beat, 1.0)
            self._latest = (what, share)
            try:
                self._progress(what, share)
            except BaseException as error:  # noqa: BLE001 - raised in the thread that works
                self._heard = error
                return
