"""The owner process: holds one DuckDB file and serves it on loopback until nobody asks any more.

Started on demand by the served door as ``python -m workbench.store.owner PATH [IDLE_SECONDS]``. DuckDB's own lock on
the file makes sure that there is one. Its first line of output says that it serves, or why it does not.
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

from workbench.errors import StoreError, StoreUnavailableError
from workbench.store import engine, feed
from workbench.store.address import PRIVATE_MASK, Address, announce, withdraw
from workbench.store.launch import SERVING
from workbench.store.literals import literal
from workbench.store.orphans import Orphans

IDLE_SECONDS = 60.0
WAL_LIMIT = 8 * 1024 * 1024
MEGABYTE = 1_000_000
LEAST_MEMORY = 1_000 * MEGABYTE
TICK_SECONDS = 0.5
HANDOVER_SECONDS = 10.0
OTHERS_SECONDS = 1.0
ANSWER_SECONDS = 600.0
LAST_ANSWERS_SECONDS = 5.0
PORT_ATTEMPTS = 10


def serve(path: str, idle_seconds: float = IDLE_SECONDS) -> int:
    """Hold and serve a file.

    Args:
        path: the DuckDB file; made if absent.
        idle_seconds: ends after this long without a question.

    Returns:
        0 when it ended in order, 3 when the file could not be opened or was lost.
    """
    if os.name == "posix":
        os.umask(PRIVATE_MASK)
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda _number, _frame: stop.set())
    try:
        connection = _connect_patiently(path)
    except StoreError as error:
        _say(json.dumps({"refused": engine.first_line(error.__cause__ or error)}))
        return 3
    engine.load(connection, "quack", "httpfs")
    _fence(connection, Path(path).parent)
    _limit_memory(connection)
    address = _serve_somewhere(connection)
    announce(path, address)
    _say(SERVING)
    try:
        _watch(connection.cursor(), path, idle_seconds, stop, Orphans(address.port))
    except duckdb.Error:
        return 3
    finally:
        _end(connection, path, address)
    return 0


def _watch(
    connection: duckdb.DuckDBPyConnection, path: str, idle_seconds: float, stop: threading.Event, orphans: Orphans
) -> None:
    """Keep the log short and the change feed honest; return when no client has asked for long enough."""
    latest: object = None
    quiet_since = time.monotonic()
    units, told = _units(connection), feed.told(path)
    while not stop.wait(TICK_SECONDS):
        busy, seen = _activity(connection)
        orphans.end(seen)
        if seen != latest:
            latest, quiet_since = seen, time.monotonic()
        # A client that died while it was answered stays "active" for good.
        if time.monotonic() - quiet_since > (max(idle_seconds, ANSWER_SECONDS) if busy else idle_seconds):
            return
        present = _units(connection)
        if present != units and feed.told(path) == told:
            feed.tell(path)
        units, told = present, feed.told(path)
        _shorten_log(connection, path)


def _activity(connection: duckdb.DuckDBPyConnection) -> tuple[bool, list[tuple[str, str, object]]]:
    """Tell whether a question is being answered, and the last questions with their times."""
    rows = connection.execute(
        "select connection_id, state, query_started_at from quack_active_connections()"
    ).fetchall()
    return any(row[1] == "active" for row in rows), rows


def _units(connection: duckdb.DuckDBPyConnection) -> int:
    """Count the units of work, so that one whose writer died before telling is told all the same.

    All rows are fetched, here as everywhere: a result that is left half read keeps its transaction open, and no
    checkpoint is possible.
    """
    try:
        return sum(row[0] for row in connection.execute("select count(*) from unit_of_work").fetchall())
    except duckdb.CatalogException:
        return 0


def _shorten_log(connection: duckdb.DuckDBPyConnection, path: str) -> None:
    """Fold a long log into the file; while a long read forbids it, the next tick tries again."""
    with contextlib.suppress(OSError, duckdb.TransactionException):
        if Path(f"{path}.wal").stat().st_size > WAL_LIMIT:
            connection.execute("checkpoint")


def _end(connection: duckdb.DuckDBPyConnection, path: str, address: Address) -> None:
    """Let questions under way be answered, fold the log into the file, and let the file go."""
    with contextlib.suppress(duckdb.Error):
        deadline = time.monotonic() + LAST_ANSWERS_SECONDS
        while _activity(connection)[0] and time.monotonic() < deadline:
            time.sleep(0.02)
        connection.execute(f"call quack_stop('{_place(address.port)}')")
    with contextlib.suppress(duckdb.Error):
        connection.execute("checkpoint")
    with contextlib.suppress(duckdb.Error):
        connection.close()
    withdraw(path, address)


def _connect_patiently(path: str) -> duckdb.DuckDBPyConnection:
    """Open the file, waiting for an owner that is just ending, and a little for anybody else."""
    ending = Path(f"{path}.server").exists()
    deadline = time.monotonic() + (HANDOVER_SECONDS if ending else OTHERS_SECONDS)
    while True:
        try:
            return engine.connect(path, threads=_threads())
        except StoreUnavailableError as error:
            if time.monotonic() > deadline or not engine.is_locked(error.__cause__ or error):
                raise
            time.sleep(0.05)


def _fence(connection: duckdb.DuckDBPyConnection, folder: Path) -> None:
    """Keep clients to files of the store's own folder: a token opens the store, not the rest of the machine.

    The engine lets nobody take this back while it runs. Locking all of its settings would forbid ``copy from database``.
    """
    connection.execute(f"set allowed_directories = [{literal(str(folder) + os.sep)}]")
    connection.execute("set enable_external_access = false")


def _limit_memory(connection: duckdb.DuckDBPyConnection) -> None:
    """Keep an eighth of the machine's memory, at least 1 GB: what is cached beyond that is left to the others' use.

    A unit of work larger than that is written in the same time; rows that do not fit wait on the disk.
    """
    if not hasattr(os, "sysconf"):
        return
    machine = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    connection.execute(f"set memory_limit = '{max(machine // 8, LEAST_MEMORY) // MEGABYTE} MB'")


def _threads() -> int:
    """Half of the processors answer one question: a small update is twice as fast, and others find a free one."""
    return max(1, (os.cpu_count() or 1) // 2)


def _serve_somewhere(connection: duckdb.DuckDBPyConnection) -> Address:
    """Serve on a free port; another program may take it between the asking and the serving."""
    token = secrets.token_urlsafe(32)
    for attempt in range(PORT_ATTEMPTS):
        port = _free_port()
        try:
            connection.execute(f"call quack_serve('{_place(port)}', token='{token}', disable_ssl=true)")
        except duckdb.Error:
            if attempt == PORT_ATTEMPTS - 1:
                raise
        else:
            return Address(port, token, os.getpid())
    raise AssertionError


def _place(port: int) -> str:
    return f"quack:127.0.0.1:{port}"


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _say(word: str) -> None:
    """Say the first and only word to the launcher, who then goes away."""
    sys.stdout.write(word + "\n")
    sys.stdout.flush()
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.close(nowhere)


if __name__ == "__main__":
    sys.exit(serve(sys.argv[1], float(sys.argv[2]) if len(sys.argv) > 2 else IDLE_SECONDS))
