"""The doors to the data that need no other process: a file or memory for oneself, and PostgreSQL."""

from __future__ import annotations

import contextlib
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import urlsplit
from uuid import UUID

import duckdb

from workbench.errors import StoreUnavailableError
from workbench.i18n import _
from workbench.store import engine


@dataclass(frozen=True)
class Result:
    """Rows with the names of their columns."""

    columns: list[str]
    rows: list[tuple[Any, ...]]


class Door(Protocol):
    """Who holds the data: runs one message at a time, for reading or for writing."""

    name: str

    def read(self, sql: str) -> Result:
        """Run one statement that only reads."""
        ...

    def write(self, sql: str, unit: UUID | None) -> None:
        """Run ``begin; …; commit`` as one message; after an error nothing of it is there."""
        ...

    def close(self) -> None:
        """Let the data go."""
        ...


class DirectDoor:
    """DuckDB in this process: every thread that asks gets the connection in turn."""

    name = "exclusive"

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self._connection = connection
        self._turn = threading.RLock()

    def read(self, sql: str) -> Result:
        """Run one statement that only reads."""
        with self._turn:
            try:
                self._connection.execute(sql)
                return Result(engine.columns_of(self._connection), self._connection.fetchall())
            except duckdb.Error as error:
                raise engine.running_error(error) from error

    def write(self, sql: str, unit: UUID | None) -> None:  # noqa: ARG002 - a direct write is never sent twice
        """Run a unit of work; after an error it is rolled back."""
        with self._turn:
            try:
                self._connection.execute(sql)
            except duckdb.Error as error:
                with contextlib.suppress(duckdb.Error):
                    self._connection.execute("rollback")
                raise engine.running_error(error) from error

    def close(self) -> None:
        """Close the connection."""
        with self._turn:
            self._connection.close()


class ExclusiveDoor(DirectDoor):
    """The file for oneself alone; refused while an owner process serves it."""

    def __init__(self, path: str) -> None:
        if path != ":memory:" and Path(f"{path}.server").exists() and _held(path):
            raise StoreUnavailableError(
                _("{path} is open in the workbench. Run “workbench stop” first, or leave --exclusive out.").format(path=path)
            )
        super().__init__(engine.connect(path))


class PostgresDoor(DirectDoor):
    """A PostgreSQL database, attached in DuckDB."""

    name = "postgres"

    def __init__(self, url: str) -> None:
        connection = engine.connect(":memory:")
        engine.load(connection, "postgres_scanner")
        quoted = url.replace("'", "''")
        try:
            connection.execute(f"attach '{quoted}' as w (type postgres)")
            connection.execute("use w")
        except duckdb.Error as error:
            where = urlsplit(url)
            raise StoreUnavailableError(
                _("PostgreSQL on {host} cannot be reached: {reason}").format(
                    host=where.hostname or where.path, reason=engine.first_line(error).replace(where.password or "\0", "…")
                )
            ) from error
        super().__init__(connection)


def _held(path: str) -> bool:
    try:
        engine.connect(path, read_only=True).close()
    except StoreUnavailableError:
        return True
    return False
