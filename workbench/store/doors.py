"""The doors: who holds the data, and how one message at a time reaches it."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Protocol
from uuid import UUID

import duckdb

from workbench.errors import StoreError, StoreUnavailableError
from workbench.i18n import _
from workbench.store import engine
from workbench.store.literals import literal

WRITE_ATTEMPTS = 4
READ_ATTEMPTS = 4


@dataclass(frozen=True)
class Result:
    """Rows with the names of their columns."""

    columns: list[str]
    rows: list[tuple[Any, ...]]


class Door(Protocol):
    """Who holds the data: runs one message at a time, for reading or for writing."""

    @property
    def name(self) -> str:
        """``served``, ``exclusive`` or ``postgres``."""
        ...

    def read(self, sql: str) -> Result:
        """Run one statement that only reads."""
        ...

    def write(self, sql: str, unit: UUID | None) -> None:
        """Run ``begin; …; commit`` as one message; after an error nothing of it is there."""
        ...

    def close(self) -> None:
        """Let the data go."""
        ...


@dataclass
class Lane:
    """One session with the data, used by one thread at a time: a long read holds up nobody.

    Args:
        cursor: DuckDB's own connection in this process.
        spoken: how a message is put to whoever holds the data.
        generation: which connection to the holder this lane belongs to.
        leave: the statement that ends the session at the holder.
    """

    cursor: duckdb.DuckDBPyConnection
    spoken: Callable[[str], str]
    generation: int
    leave: str | None = None

    def run(self, sql: str) -> Result:
        """Run one message and return what it answers."""
        self.cursor.execute(self.spoken(sql))
        return Result(engine.columns_of(self.cursor), self.cursor.fetchall())

    def close(self) -> None:
        """End the session."""
        with contextlib.suppress(duckdb.Error):
            if self.leave:
                self.cursor.execute(self.leave)
        self.cursor.close()


class LostError(Exception):
    """The holder went away while a message was under way; whether it ran is not known."""

    def __init__(self, generation: int, reason: str) -> None:
        super().__init__(reason)
        self.generation = generation


class LaneDoor:
    """What all doors share: lanes, reads that are asked again, writes that happen exactly once.

    Every message is a whole: no transaction stays open between two of them, so a client that dies locks nothing.
    A lost answer to a write is settled by its unit of work: it is sent again only where the store does not hold it.
    """

    name = "exclusive"

    def __init__(self) -> None:
        self._free: list[Lane] = []
        self._generation = 0
        self._closed = False
        self._turn = threading.RLock()

    def read(self, sql: str) -> Result:
        """Run one statement that only reads; asked again, a few times at most, where the holder was lost."""
        for left in range(READ_ATTEMPTS - 1, -1, -1):
            try:
                return self._once(sql)
            except LostError as lost:
                if not left:
                    raise _gone(lost) from lost
                self._reach_again(lost.generation)
        raise AssertionError

    def write(self, sql: str, unit: UUID | None) -> None:
        """Run a unit of work as one message, exactly once.

        Raises:
            GuardFailedError, WriteConflictError: nothing was written.
            StoreUnavailableError: the holder was lost; nothing was written, as far as it could be asked.
        """
        for attempt in range(WRITE_ATTEMPTS):
            try:
                self._once(sql, sent_before=unit if attempt else None)
            except LostError as lost:
                self._reach_again(lost.generation)
                if unit is None:
                    raise _gone(lost) from lost
                if self._holds(unit):
                    return
            else:
                return
        raise StoreUnavailableError(_("The store was lost several times while writing; nothing of this was written."))

    def close(self) -> None:
        """Let the data go."""
        with self._turn:
            self._closed = True
            while self._free:
                self._free.pop().close()

    def _once(self, sql: str, sent_before: UUID | None = None) -> Result:
        """Run a message on a lane.

        Args:
            sql: the message.
            sent_before: a unit that is sent again; where the store refuses it because it holds it, all is well.
        """
        with self._lane() as lane:
            try:
                return lane.run(sql)
            except duckdb.Error as error:
                self._raise_lost(error, lane)
                self._roll_back(lane)
                if sent_before is not None and engine.is_repeated_key(error) and self._holds(sent_before):
                    return Result([], [])
                raise engine.running_error(error) from error

    def _holds(self, unit: UUID) -> bool:
        return bool(self.read(f"select 1 from unit_of_work where id = {literal(unit)}").rows)  # noqa: S608 - literal

    @contextmanager
    def _lane(self) -> Generator[Lane]:
        """Lend a lane to this thread; it is lent again only if it is in order."""
        with self._turn:
            if self._closed:
                raise StoreUnavailableError(_("This store was closed. Open it again."))
            lane = self._free.pop() if self._free else None
        lane = lane or self._new_lane()
        in_order = False
        try:
            yield lane
            in_order = True
        except StoreError:
            in_order = True
            raise
        finally:
            self._give_back(lane, in_order=in_order)

    def _give_back(self, lane: Lane, *, in_order: bool) -> None:
        with self._turn:
            if in_order and lane.generation == self._generation and not self._closed:
                self._free.append(lane)
                return
        lane.close()

    def _roll_back(self, lane: Lane) -> None:
        try:
            lane.run("rollback")
        except duckdb.Error as error:
            self._raise_lost(error, lane)
            with contextlib.suppress(duckdb.Error):
                lane.run("select 1")  # nothing was open; a session that stays refused counts as orphaned

    def _raise_lost(self, error: duckdb.Error, lane: Lane) -> None:
        if self._is_lost(error):
            raise LostError(lane.generation, engine.first_line(error)) from error

    def _reach_again(self, lost: int) -> None:
        """Connect anew; nothing is done where another thread has done so."""
        with self._turn:
            if lost == self._generation and not self._closed:
                while self._free:
                    self._free.pop().close()
                self._reach()
                self._generation += 1

    def _is_lost(self, error: duckdb.Error) -> bool:
        """Tell whether the holder went away, rather than refused."""
        del error
        return False

    def _reach(self) -> None:
        """Connect to the holder."""
        raise NotImplementedError

    def _new_lane(self) -> Lane:
        """Open one more session."""
        raise NotImplementedError


def _gone(error: LostError) -> StoreUnavailableError:
    return StoreUnavailableError(_("The store was lost and does not answer: {reason}").format(reason=error))
