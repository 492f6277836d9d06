"""A copy of a store in use, made by the engine of one snapshot, with every row counted.

Copying the file instead would tear it while others write, and closing it again would let go of the engine's lock.
"""

from __future__ import annotations

import contextlib
from pathlib import Path

from workbench.errors import StoreError
from workbench.store.doors import Door
from workbench.store.literals import literal

TABLES = "select table_name from duckdb_tables() where database_name = current_database() and not internal"


def free_name(wanted: Path) -> Path:
    """Return a name that nothing has: the wanted one, else with a number behind."""
    name, number = wanted, 1
    while name.exists():
        number += 1
        name = wanted.with_name(f"{wanted.name}-{number}")
    return name


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
    source = str(door.read("select current_database()").rows[0][0]).replace('"', '""')
    tables = [str(row[0]) for row in door.read(TABLES).rows]
    compared = [
        f'select case when (select count(*) from "{source}".main."{table}") <> (select count(*) from kept.main."{table}")'  # noqa: S608 - the engine's own names
        f" then error('guard:migrate/copy') end"
        for table in tables
    ]
    steps = ["begin", f'copy from database "{source}" to kept', *compared, "commit"]
    door.write(f"attach {literal(str(target))} as kept", None)
    try:
        door.write(";\n".join(steps), None)
        counts = ", ".join(f'(select count(*) from kept.main."{table}") as "{table}"' for table in tables)  # noqa: S608 - the engine's own names
        row = door.read(f"select {counts}").rows[0]
        return dict(zip(tables, map(int, row), strict=True))
    finally:
        with contextlib.suppress(StoreError):
            door.write("detach database if exists kept", None)
