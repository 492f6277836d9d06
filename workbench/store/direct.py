"""The doors that need no other process of ours: a file or memory for oneself alone, and PostgreSQL."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit
from uuid import UUID

import duckdb

from workbench.errors import StoreError, StoreUnavailableError
from workbench.i18n import _
from workbench.store import engine
from workbench.store.doors import Lane, LaneDoor, LostError
from workbench.store.passwords import without_password

POSTGRES_LOST = (
    "server closed the connection", "could not connect", "connection refused", "terminating connection",
    "connection has been closed", "no connection to the server", "unable to connect to postgres", "ssl connection has been closed",
    "connection not open", "could not send data", "could not receive data",
)  # fmt: skip
CONNECT_SECONDS = 10


class ExclusiveDoor(LaneDoor):
    """The file for oneself alone; refused while another process, such as the owner, holds it."""

    name = "exclusive"

    def __init__(self, path: str) -> None:
        super().__init__()
        try:
            self._connection = engine.connect(path)
        except StoreUnavailableError as error:
            if Path(f"{path}.server").exists():
                raise StoreUnavailableError(
                    _(
                        "{path} is open in the workbench. Stop that first, or work through it with the served door."
                    ).format(path=path)
                ) from error
            raise

    def close(self) -> None:
        """Close the file."""
        super().close()
        self._connection.close()

    def _new_lane(self) -> Lane:
        return Lane(self._connection.cursor(), _as_is, self._generation)


class PostgresDoor(LaneDoor):
    """A PostgreSQL database, attached in DuckDB."""

    name = "postgres"

    def __init__(self, url: str) -> None:
        super().__init__()
        self._url = url
        self._connection: duckdb.DuckDBPyConnection | None = None
        self._reach()

    def write(self, sql: str, unit: UUID | None) -> None:
        """Run a unit of work; after a failed change of the schema, forget what DuckDB believes of it."""
        try:
            super().write(sql, unit)
        except StoreError:
            if unit is None:
                self.read("call pg_clear_cache()")
            raise

    def close(self) -> None:
        """Close the connections."""
        super().close()
        if self._connection is not None:
            self._connection.close()

    def _reach(self) -> None:
        connection = engine.connect(":memory:")
        try:
            attach_postgres(connection, self._url, "w")
        except BaseException:
            connection.close()
            raise
        if self._connection is not None:
            self._connection.close()
        self._connection = connection

    def _new_lane(self) -> Lane:
        with self._turn:
            assert self._connection is not None  # noqa: S101 - _reach sets it or raises
            cursor = self._connection.cursor()
            lane = Lane(cursor, _as_is, self._generation)
        cursor.execute("use w")
        return lane

    def _raise_lost(self, error: duckdb.Error, lane: Lane) -> None:
        if self._is_lost(error):
            raise LostError(lane.generation, without_password(engine.first_line(error), self._url)) from error

    def _is_lost(self, error: duckdb.Error) -> bool:
        text = str(error).lower()
        return "guard:" not in text and any(words in text for words in POSTGRES_LOST)


def attach_postgres(connection: duckdb.DuckDBPyConnection, url: str, name: str, *, read_only: bool = False) -> None:
    """Attach a PostgreSQL database under a name.

    Raises:
        StoreUnavailableError: it cannot be reached; the message names the host and no password.
    """
    engine.load(connection, "postgres_scanner")
    joined = "&" if "?" in url else "?"
    quoted = f"{url}{joined}connect_timeout={CONNECT_SECONDS}".replace("'", "''")
    try:
        connection.execute(f"attach '{quoted}' as {name} (type postgres{', read_only' if read_only else ''})")
    except duckdb.Error as error:
        where = urlsplit(url)
        raise StoreUnavailableError(
            _("PostgreSQL on {host} cannot be reached: {reason}").format(
                host=where.hostname or where.path, reason=without_password(engine.first_line(error), url)
            )
        ) from error


def _as_is(sql: str) -> str:
    return sql
