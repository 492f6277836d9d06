"""DuckDB itself: connections, the extensions that came with the package, and its errors in words for people."""

from __future__ import annotations

import re
from importlib.resources import as_file, files
from pathlib import Path
from typing import cast

import duckdb

from workbench.errors import (
    GuardFailedError,
    RepeatedKeyError,
    StoreDamagedError,
    StoreError,
    StoreUnavailableError,
    WriteConflictError,
)
from workbench.i18n import N_, _

CONFLICTS = (
    "conflict on update", "conflict on tuple deletion", "write-write conflict", "could not serialize", "deadlock detected",
)  # fmt: skip
REPEATED_KEY = ("duplicate key", "unique constraint", "primary key constraint")
LOCKED = ("could not set lock", "conflicting lock", "being used by another process")
OTHER_VERSION = ("newer version", "older version", "storage version", "version number")
DAMAGED = ("corrupt database file", "corrupt wal file", "computed checksum", "could not read enough bytes")
NO_STORE = (*DAMAGED, "not a valid duckdb", "corrupt", "checksum", "magic", "sqlite_scanner", "deserialize", "wal file")
FULL = ("no space left", "disk full", "not enough space", "disk quota exceeded", "file too large")
OPENING: tuple[tuple[tuple[str, ...], type[StoreError], str], ...] = (
    (LOCKED, StoreUnavailableError, N_("{path} is in use by another program. Close it there, or wait, and try again.")),
    (OTHER_VERSION, StoreDamagedError, N_(
        "{path} was written by another version of DuckDB and is left as it is. Use the workbench that wrote it."
    )),
    (NO_STORE, StoreDamagedError, N_(
        "{path} is not a readable store and is left as it is. Restore a backup, or choose another path."
    )),
    (("permission denied",), StoreUnavailableError, N_("There is no permission to use {path}.")),
    (FULL, StoreUnavailableError, N_("The disk of {path} is full. Make room and try again.")),
    ((), StoreUnavailableError, N_("{path} cannot be opened: {reason}")),
)  # fmt: skip
GUARD = re.compile(r"(?:^|: )guard:([a-z0-9_/]+)$")


def connect(path: str, *, read_only: bool = False, threads: int | None = None) -> duckdb.DuckDBPyConnection:
    """Open a DuckDB file or memory; nothing is ever downloaded.

    Raises:
        StoreUnavailableError: another program holds the file, or the folder or file cannot be used.
        StoreDamagedError: the file is not a DuckDB database of this version.
    """
    config: dict[str, str | bool | int | float | list[str]] = {
        "autoinstall_known_extensions": False,
        "autoload_known_extensions": False,
    }
    if threads is not None:
        config["threads"] = threads
    try:
        return duckdb.connect(path, read_only=read_only, config=config)
    except duckdb.Error as error:
        raise opening_error(path, str(error)) from error


def load(connection: duckdb.DuckDBPyConnection, *extensions: str) -> None:
    """Load extensions straight from the installed packages: no download, no copy in a home folder."""
    for name in extensions:
        folder = files(f"duckdb_extension_{name}") / "extensions" / f"v{duckdb.__version__}"
        with as_file(folder / f"{name}.duckdb_extension") as file:
            quoted = str(file).replace("'", "''")
            connection.execute(f"load '{quoted}'")


def opening_error(path: str, said: str) -> StoreError:
    """Say why a file could not be opened, what was kept and what to do."""
    text = said.lower()
    kind, message = next(
        (kind, message) for words, kind, message in OPENING if not words or any(word in text for word in words)
    )
    if path != ":memory:" and kind is StoreUnavailableError and not Path(path).parent.is_dir():
        return kind(_("The folder {path} does not exist.").format(path=Path(path).parent))
    return kind(_(message).format(path=path, reason=said.split("\n", 1)[0]))


def running_error(error: duckdb.Error) -> StoreError:
    """Sort an error of a statement: a guard, damage, a conflict, a full disk, or anything else."""
    line = first_line(error)
    guard = GUARD.search(line)
    if guard:
        return GuardFailedError(guard[1])
    low = str(error).lower()
    if any(words in low for words in DAMAGED):
        return StoreDamagedError(
            _(
                "The store's file is damaged and is left as it is. Stop the workbench and restore the last backup: workbench restore. {reason}"
            ).format(reason=line)
        )
    if any(words in low for words in CONFLICTS):
        return WriteConflictError(_("Somebody wrote the same record at the same moment; nothing of this was written."))
    if any(words in low for words in FULL):
        return StoreUnavailableError(
            _("The disk is full. Nothing of this was written; the store is as before. Make room and try again.")
        )
    kind = RepeatedKeyError if is_repeated_key(error) else StoreError
    return kind(_("The store refused this; nothing was written. {reason}").format(reason=line))


def first_line(error: BaseException) -> str:
    """Return the first line of an error, without the engine's pointer into the statement."""
    return next((line.strip() for line in str(error).splitlines() if line.strip()), type(error).__name__)


def is_repeated_key(error: duckdb.Error) -> bool:
    """Tell whether a row was refused because its key is there already."""
    text = str(error).lower()
    return any(words in text for words in REPEATED_KEY)


def is_locked(error: BaseException) -> bool:
    """Tell whether a file could not be opened because another process holds it."""
    text = str(error).lower()
    return any(words in text for words in LOCKED)


def columns_of(connection: duckdb.DuckDBPyConnection) -> list[str]:
    """Return the column names of the last result."""
    described = cast("list[tuple[str, object]] | None", connection.description)
    return [column[0] for column in described or []]
