"""The owner process: holds one DuckDB file and serves it on loopback until nobody asks any more.

Started on demand by the served door as ``python -m workbench.store.owner PATH``. DuckDB's own lock on the file decides
which of two starters becomes the owner; the other ends at once.
"""

from __future__ import annotations

import contextlib
import json
import os
import secrets
import signal
import socket
import sys
import threading
import time
from pathlib import Path

import duckdb

from workbench.errors import WorkbenchError
from workbench.store import engine

IDLE_SECONDS = 120.0
WAL_LIMIT = 8 * 1024 * 1024
TICK_SECONDS = 0.5
HANDOVER_SECONDS = 5.0


def serve(path: str, idle_seconds: float = IDLE_SECONDS) -> int:
    """Hold and serve a file.

    Args:
        path: the DuckDB file; made if absent.
        idle_seconds: ends after this long without a query.

    Returns:
        0 when it ended in order, 3 when the file could not be opened.
    """
    try:
        connection = _connect_patiently(path)
    except WorkbenchError as error:
        _leave_word(path, str(error))
        return 3
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    engine.load(connection, "quack", "httpfs")
    token, port = secrets.token_urlsafe(32), _free_port()
    connection.execute("call quack_serve(?, token=?, disable_ssl=true)", [f"quack:127.0.0.1:{port}", token])
    announced = _announce(path, port, token)
    try:
        _watch(connection.cursor(), path, idle_seconds, stop)
    finally:
        with contextlib.suppress(FileNotFoundError):
            if Path(f"{path}.server").read_text(encoding="utf-8") == announced:
                Path(f"{path}.server").unlink()
        with contextlib.suppress(duckdb.Error):
            connection.execute("checkpoint")
        connection.close()
    return 0


def _watch(connection: duckdb.DuckDBPyConnection, path: str, idle_seconds: float, stop: threading.Event) -> None:
    """Checkpoint when the log has grown, and end when no client has asked for long enough."""
    latest, quiet_since = None, time.monotonic()
    while not stop.wait(TICK_SECONDS):
        seen = _activity(connection)
        if seen != latest:
            latest, quiet_since = seen, time.monotonic()
        if time.monotonic() - quiet_since > idle_seconds:
            return
        wal = Path(f"{path}.wal")
        if wal.exists() and wal.stat().st_size > WAL_LIMIT:
            with contextlib.suppress(duckdb.Error):
                connection.execute("checkpoint")


def _activity(connection: duckdb.DuckDBPyConnection) -> object:
    return connection.execute("from quack_active_connections()").fetchall()


def _connect_patiently(path: str) -> duckdb.DuckDBPyConnection:
    """Open the file, waiting a little for an owner that is just ending."""
    deadline = time.monotonic() + HANDOVER_SECONDS
    while True:
        try:
            return engine.connect(path)
        except WorkbenchError:
            if time.monotonic() > deadline or Path(f"{path}.server").exists():
                raise
            time.sleep(0.05)


def _announce(path: str, port: int, token: str) -> str:
    """Write ``<store>.server`` for this user's eyes only, in one step."""
    text = json.dumps({"port": port, "token": token, "pid": os.getpid()})
    draft = Path(f"{path}.server.{os.getpid()}")
    with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:  # noqa: PTH123 - os.open sets the mode before the first byte
        file.write(text)
    draft.replace(f"{path}.server")
    with contextlib.suppress(FileNotFoundError):
        Path(f"{path}.server.error").unlink()
    return text


def _leave_word(path: str, message: str) -> None:
    """Tell the starter why there is no owner; it waits for one of the two files."""
    with contextlib.suppress(OSError):
        Path(f"{path}.server.error").write_text(message, encoding="utf-8")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


if __name__ == "__main__":
    sys.exit(serve(sys.argv[1], float(sys.argv[2]) if len(sys.argv) > 2 else IDLE_SECONDS))
