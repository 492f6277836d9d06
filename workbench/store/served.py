"""The served door: many processes at once over one file, through the owner process."""

from __future__ import annotations

import itertools

import duckdb

from workbench.errors import StoreUnavailableError
from workbench.i18n import _
from workbench.store import engine, starting
from workbench.store.address import Address, announced, file_lock
from workbench.store.doors import Lane, LaneDoor
from workbench.store.literals import literal

REQUEST_SECONDS = 300
LOST = ("invalid connection id", "authentication failed", "has been invalidated")


class ServedDoor(LaneDoor):
    """A client of the owner process; starts one where none runs, finds the next one when it is gone."""

    name = "served"

    def __init__(self, path: str) -> None:
        super().__init__()
        self._path = path
        self._names = itertools.count(1)
        self._base = client_engine()
        try:
            self._address = self._found()
        except BaseException:
            self._base.close()
            raise

    def close(self) -> None:
        """Leave the owner; it ends by itself when nobody asks any more."""
        super().close()
        self._base.close()

    def _reach(self) -> None:
        self._address = self._found()

    def _found(self) -> Address:
        """Find an owner that answers, starting one if need be."""
        known = self._answering()
        if known is None:
            with file_lock(self._path, starting.START_SECONDS):
                known = self._answering()
                if known is None:
                    starting.start_owner(self._path)
                    known = self._answering()
        if known is None:
            raise StoreUnavailableError(_("{path} was opened but does not answer. Try again.").format(path=self._path))
        return known

    def _answering(self) -> Address | None:
        address = announced(self._path)
        if address is None:
            return None
        try:
            self._attached(address).close()
        except duckdb.Error:
            return None
        return address

    def _new_lane(self) -> Lane:
        for last in (False, True):
            with self._turn:
                address, generation = self._address, self._generation
            try:
                return self._attached(address, generation)
            except duckdb.Error as error:
                if last:
                    raise StoreUnavailableError(
                        _("{path} does not answer: {reason}").format(path=self._path, reason=engine.first_line(error))
                    ) from error
                self._reach_again(generation)
        raise AssertionError

    def _attached(self, address: Address, generation: int = 0) -> Lane:
        name = f"owner_{next(self._names)}"
        cursor = self._base.cursor()
        try:
            cursor.execute(attach_text(address, name))
        except duckdb.Error:
            cursor.close()
            raise

        # A bound parameter would make DuckDB import pandas: 150 to 250 ms of the first question.
        def spoken(sql: str) -> str:
            return f"select * from quack_query_by_name('{name}', {literal(sql)})"  # noqa: S608 - literal

        return Lane(cursor, spoken, generation, leave=f"detach {name}")

    def _is_lost(self, error: duckdb.Error) -> bool:
        """Tell a lost owner from a refused statement: what the owner refuses arrives as invalid input."""
        if isinstance(error, duckdb.IOException | duckdb.HTTPException | duckdb.ConnectionException):
            return True
        return any(words in engine.first_line(error).lower() for words in LOST)


def client_engine() -> duckdb.DuckDBPyConnection:
    """Make an engine that can speak to an owner."""
    base = engine.connect(":memory:", threads=1)
    engine.load(base, "quack", "httpfs")
    base.execute(f"set http_timeout = {REQUEST_SECONDS}")
    base.execute("set http_retries = 0")
    base.execute("set httpfs_connection_caching = true")
    return base


def attach_text(address: Address, name: str) -> str:
    """Return the statement that connects to an owner."""
    place, token = f"quack:127.0.0.1:{address.port}", literal(address.token)
    return f"attach '{place}' as {name} (type quack, token {token}, disable_ssl true)"
