"""A copy of a store in use, made by the engine of one snapshot, with every row counted.

Copying the file instead would tear it while others write, and closing it again would let go of the engine's lock.
"""

from __future__ import annotations

import contextlib
import os
import re
import secrets
from collections.abc import Iterable
from pathlib import Path

from workbench.errors import StoreError, StoreUnavailableError
from workbench.i18n import N_, _
from workbench.store.doors import Door
from workbench.store.literals import literal
from workbench.store.processes import lives

ALIAS = re.compile(r"kept_([0-9]+)_[0-9a-f]{8}")
ATTACHED = "select database_name from duckdb_databases() where database_name like 'kept%'"
UNDER_WAY = N_("It was under way when this copy of the store was made. Run it again.")
END_JOBS = """update job set state = 'failed', ended_at = greatest(asked_at, coalesce(started_at, asked_at)), error = ?
where state in ('waiting', 'running')"""
TABLES = "select table_name from duckdb_tables() where database_name = current_database() and not internal"


def free_name(wanted: Path) -> Path:
    """Return a name that nothing has: the wanted one, else with a number behind."""
    name, number = wanted, 1
    while name.exists():
        number += 1
        name = wanted.with_name(f"{wanted.name}-{number}")
    return name


def draft_name(url: str, purpose: str) -> Path:
    """Return the name of a copy that is being made beside a store; it names this process."""
    return Path(f"{url}.{purpose}-{os.getpid()}-{secrets.token_hex(4)}")


def remove_left(door: Door, url: str, pids: Iterable[int] = ()) -> None:
    """Let go of the copies that killed processes were making, and remove their files.

    Args:
        door: who holds the store.
        url: the store's file.
        pids: processes that have ended; others are asked for.
    """
    gone = set(pids)
    for (alias,) in door.read(ATTACHED).rows:
        found = ALIAS.fullmatch(str(alias))
        if found and (int(found[1]) in gone or not lives(int(found[1]))):
            with contextlib.suppress(StoreError):  # it is being written: the engine lets it go with its session
                door.write(f"detach database if exists {alias}", None)
    store = Path(url)
    for draft in store.parent.glob(f"{store.name}.*-*-*"):
        found = re.fullmatch(
            rf"{re.escape(store.name)}\.(?:backup|copy|restore)-([0-9]+)-[0-9a-f]{{8}}(?:\..+)?", draft.name
        )
        if found and (int(found[1]) in gone or not lives(int(found[1]))):
            draft.unlink(missing_ok=True)


def require_whole(copy: Path) -> None:
    """Refuse a copy of which a part is still in its log: the disk was too full to fold it in.

    Raises:
        StoreUnavailableError: the message says so.
    """
    if Path(f"{copy}.wal").exists():
        raise StoreUnavailableError(
            _("The disk is full, so {path} is not whole. Make room and try again.").format(path=copy)
        )


def remove_draft(draft: Path) -> None:
    """Remove a copy and what the engine and the locks left beside it."""
    for name in (draft, *draft.parent.glob(f"{draft.name}.*")):
        name.unlink(missing_ok=True)


def copy_store(door: Door, target: Path) -> dict[str, int]:
    """Copy all tables to a new file.

    Args:
        door: who holds the store.
        target: a file that does not exist, where the holder may write.

    Returns:
        The rows of every table; store and copy had as many in that snapshot.

    Raises:
        StoreError: it could not be copied whole; the file is for the caller to remove.
    """
    alias = f"kept_{os.getpid()}_{secrets.token_hex(4)}"
    source = str(door.read("select current_database()").rows[0][0]).replace('"', '""')
    tables = [str(row[0]) for row in door.read(TABLES).rows]
    compared = [
        f'select case when (select count(*) from "{source}".main."{table}") <> (select count(*) from {alias}.main."{table}")'  # noqa: S608 - the engine's own names
        f" then error('guard:migrate/copy') end"
        for table in tables
    ]
    steps = ["begin", f'copy from database "{source}" to {alias}', *compared, "commit"]
    door.write(f"attach {literal(str(target))} as {alias}", None)
    try:
        door.write(";\n".join(steps), None)
        counts = ", ".join(f'(select count(*) from {alias}.main."{table}") as "{table}"' for table in tables)  # noqa: S608 - the engine's own names
        row = door.read(f"select {counts}").rows[0]
        door.write(f"checkpoint {alias}", None)
    finally:
        with contextlib.suppress(StoreError):
            door.write(f"detach database if exists {alias}", None)
    require_whole(target)
    return dict(zip(tables, map(int, row), strict=True))
