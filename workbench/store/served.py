"""The served door: many processes at once over one file, through the owner process."""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

import duckdb

from workbench.errors import StoreUnavailableError
from workbench.i18n import _
from workbench.store import engine
from workbench.store.doors import Result
from workbench.store.literals import literal

START_SECONDS = 20.0
REQUEST_SECONDS = 600
ASK = "select * from quack_query_by_name('s', ?)"
LOST = ("could not connect", "failed to send", "authentication failed", "connection error")


@dataclass(frozen=True)
class Address:
    """Where an owner listens."""

    port: int
    token: str
    pid: int


class ServedDoor:
    """A client of the owner process; starts one where none runs, finds the next one when it is gone.

    Every message is a whole: no transaction stays open between two of them, so a client that dies locks nothing.
    A lost answer to a write is settled by its unit of work: it is sent again only where the store does not hold it.
    """

    name = "served"

    def __init__(self, path: str) -> None:
        self._path = path
        self._turn = threading.RLock()
        self._own = threading.local()
        self._generation = 0
        self._base: duckdb.DuckDBPyConnection | None = None
        self._reach()

    def read(self, sql: str) -> Result:
        """Run one statement that only reads; asked again once where the owner was lost."""
        for again in (True, False):
            connection, generation = self._connection()
            try:
                connection.execute(ASK, [sql])
                return Result(engine.columns_of(connection), connection.fetchall())
            except duckdb.Error as error:
                if not (again and _is_lost(error)):
                    raise engine.running_error(error) from error
                self._reach(generation)
        raise AssertionError

    def write(self, sql: str, unit: UUID | None) -> None:
        """Run a unit of work as one message, exactly once.

        Raises:
            GuardFailedError, WriteConflictError: nothing was written.
            StoreUnavailableError: no owner could be reached; whether it was written is told by the unit's row.
        """
        for attempt in range(4):
            connection, generation = self._connection()
            try:
                connection.execute(ASK, [sql]).fetchall()
            except duckdb.Error as error:
                if not _is_lost(error):
                    with contextlib.suppress(duckdb.Error):
                        connection.execute(ASK, ["rollback"]).fetchall()
                    if unit is not None and attempt and engine.is_repeated_unit(error) and self._holds(unit):
                        return
                    raise engine.running_error(error) from error
                self._reach(generation)
                if unit is not None and self._holds(unit):
                    return
            else:
                return
        raise StoreUnavailableError(_("The store was lost several times while writing; nothing of this was written."))

    def close(self) -> None:
        """Leave the owner; it ends by itself when nobody is left."""
        with self._turn:
            if self._base is not None:
                self._base.close()
                self._base = None

    def _holds(self, unit: UUID) -> bool:
        return bool(self.read(f"select 1 from unit_of_work where id = {literal(unit)}").rows)  # noqa: S608 - literal

    def _connection(self) -> tuple[duckdb.DuckDBPyConnection, int]:
        """Return this thread's own connection to the present owner, and which owner that is."""
        with self._turn:
            if self._base is None:
                self._reach()
            base, generation = self._base, self._generation
        assert base is not None  # noqa: S101 - _reach sets it or raises
        if getattr(self._own, "generation", None) != generation:
            self._own.connection = base.cursor()
            self._own.generation = generation
        return self._own.connection, generation

    def _reach(self, lost: int | None = None) -> None:
        """Connect to the owner, starting one if need be.

        Args:
            lost: the generation that failed; nothing is done where another thread has reached a newer one.
        """
        with self._turn:
            if lost is not None and lost != self._generation:
                return
            deadline = time.monotonic() + START_SECONDS
            started: subprocess.Popen[bytes] | None = None
            while True:
                address = _address(self._path)
                fresh = _attach(address) if address else None
                if fresh is not None:
                    old, self._base = self._base, fresh
                    self._generation += 1
                    if old is not None:
                        old.close()
                    return
                if started is None or started.poll() is not None:
                    _raise_word(self._path, started)
                    started = _start(self._path)
                if time.monotonic() > deadline:
                    raise StoreUnavailableError(
                        _("The store {path} did not answer within {seconds} seconds. Try again, or run “workbench check”.").format(
                            path=self._path, seconds=int(START_SECONDS)
                        )
                    )
                time.sleep(0.02)


def stop_owner(path: str, wait_seconds: float = 10.0) -> bool:
    """Ask the owner of a file to end in order.

    Returns:
        Whether there was one.
    """
    address = _address(path)
    if address is None:
        return False
    with contextlib.suppress(ProcessLookupError):
        os.kill(address.pid, 15)
    deadline = time.monotonic() + wait_seconds
    while Path(f"{path}.server").exists() and time.monotonic() < deadline:
        time.sleep(0.05)
    return True


def _address(path: str) -> Address | None:
    try:
        found = json.loads(Path(f"{path}.server").read_text(encoding="utf-8"))
        address = Address(int(found["port"]), str(found["token"]), int(found["pid"]))
        os.kill(address.pid, 0)
    except (OSError, ValueError, KeyError):
        return None
    return address


def _attach(address: Address) -> duckdb.DuckDBPyConnection | None:
    connection = engine.connect(":memory:")
    try:
        engine.load(connection, "quack", "httpfs")
        connection.execute(f"set http_timeout = {REQUEST_SECONDS}; set http_retries = 0")
        token = literal(address.token)
        connection.execute(f"attach 'quack:127.0.0.1:{address.port}' as s (type quack, token {token}, disable_ssl true)")
        connection.execute(ASK, ["select 1"]).fetchall()
    except duckdb.Error:
        connection.close()
        return None
    return connection


def _start(path: str) -> subprocess.Popen[bytes]:
    with contextlib.suppress(FileNotFoundError):
        Path(f"{path}.server.error").unlink()
    idle = os.environ.get("WORKBENCH_OWNER_IDLE", "")
    return subprocess.Popen(  # noqa: S603 - our own module
        [sys.executable, "-m", "workbench.store.owner", path, *([idle] if idle else [])],
        stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        start_new_session=True, close_fds=True, cwd="/" if os.name == "posix" else None,
    )  # fmt: skip


def _raise_word(path: str, started: subprocess.Popen[bytes] | None) -> None:
    """Raise what a failed owner said; an owner that lost the race against another said nothing that matters."""
    word = Path(f"{path}.server.error")
    if started is not None and started.returncode and word.exists() and _address(path) is None:
        raise StoreUnavailableError(word.read_text(encoding="utf-8"))


def _is_lost(error: duckdb.Error) -> bool:
    if isinstance(error, duckdb.IOException | duckdb.HTTPException | duckdb.ConnectionException):
        return True
    text = str(error).lower()
    return "guard:" not in text and any(word in text for word in LOST)


