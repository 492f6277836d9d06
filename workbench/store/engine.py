"""DuckDB itself: connections, the extensions that came with the package, and its errors in words for people."""

from __future__ import annotations

from pathlib import Path
from typing import cast

import duckdb
import duckdb_extensions

from workbench.errors import (
    GuardFailedError,
    StoreDamagedError,
    StoreError,
    StoreUnavailableError,
    WriteConflictError,
)
from workbench.i18n import _

CONFLICTS = ("conflict on", "write-write conflict", "could not serialize", "transactioncontext error: conflict")
REPEATED_UNIT = ("duplicate key", "unique constraint", "primary key constraint")


def connect(path: str, *, read_only: bool = False) -> duckdb.DuckDBPyConnection:
    """Open a DuckDB file or memory.

    Raises:
        StoreUnavailableError: another program holds the file, or the folder or file cannot be used.
        StoreDamagedError: the file is not a DuckDB database of this version.
    """
    try:
        return duckdb.connect(path, read_only=read_only)
    except duckdb.Error as error:
        raise opening_error(path, error) from error


def load(connection: duckdb.DuckDBPyConnection, *extensions: str) -> None:
    """Load extensions from the installed packages; nothing is downloaded."""
    for name in extensions:
        duckdb_extensions.import_extension(name, con=connection)
        connection.execute(f"load {name}")


def opening_error(path: str, error: duckdb.Error) -> StoreError:
    """Say why a file could not be opened, what was kept and what to do."""
    text = str(error).lower()
    if "could not set lock" in text or "conflicting lock" in text:
        return StoreUnavailableError(
            _("{path} is in use by another program. Close it there, or wait, and try again.").format(path=path)
        )
    if "newer version" in text or "older version" in text or "storage version" in text:
        return StoreDamagedError(
            _("{path} was written by another version of DuckDB and is left as it is. Use the workbench that wrote it.").format(
                path=path
            )
        )
    if "not a valid duckdb" in text or "corrupt" in text or "checksum" in text or "magic" in text:
        return StoreDamagedError(
            _("{path} is not a readable store and is left as it is. Restore a backup, or choose another path.").format(
                path=path
            )
        )
    if "permission denied" in text:
        return StoreUnavailableError(_("There is no permission to use {path}.").format(path=path))
    if not Path(path).parent.is_dir():
        return StoreUnavailableError(_("The folder {path} does not exist.").format(path=Path(path).parent))
    return StoreUnavailableError(_("{path} cannot be opened: {reason}").format(path=path, reason=first_line(error)))


def running_error(error: Exception) -> StoreError:
    """Sort an error of a statement: a guard, a conflict, a full disk, or anything else."""
    text = str(error)
    low = text.lower()
    if "guard:" in low:
        name = text.split("guard:", 1)[1].splitlines()[0].strip(" \"'")
        return GuardFailedError(name)
    if any(word in low for word in CONFLICTS):
        return WriteConflictError(_("Somebody wrote the same record at the same moment; nothing of this was written."))
    if "no space left" in low or "disk full" in low or "file too large" in low or "could not write" in low:
        return StoreError(_("The disk is full. Nothing of this was written; the store is as before. Make room and try again."))
    return StoreError(_("The store refused this; nothing was written. {reason}").format(reason=first_line(error)))


def first_line(error: Exception) -> str:
    """Return the first line of an error, without the engine's pointer into the statement."""
    return next((line.strip() for line in str(error).splitlines() if line.strip()), type(error).__name__)


def is_repeated_unit(error: Exception) -> bool:
    """Tell whether a unit of work was refused because it had been committed before."""
    text = str(error).lower()
    return any(word in text for word in REPEATED_UNIT) and "guard:" not in text


def columns_of(connection: duckdb.DuckDBPyConnection) -> list[str]:
    """Return the column names of the last result."""
    described = cast("list[tuple[str, object]] | None", connection.description)
    return [column[0] for column in described or []]
