"""Damage of a store's file: every block of tables and keys is read, so that the engine compares each checksum."""

from __future__ import annotations

from workbench.errors import StoreDamagedError
from workbench.store import engine
from workbench.store.copying import TABLES
from workbench.store.doors import Door

KEYED = """select distinct table_name from duckdb_constraints()
where database_name = current_database() and constraint_type = 'PRIMARY KEY'"""


def unreadable(door: Door) -> list[str]:
    """Read everything that the file holds.

    A key is read by looking every row up in it: rows that are there already are inserted "or ignored", which probes the
    whole index, writes nothing, and is rolled back.

    Args:
        door: who holds the file; PostgreSQL looks after its own.

    Returns:
        Per table that cannot be read its name and why.
    """
    if door.name not in {"exclusive", "served"}:
        return []
    tables = [str(row[0]) for row in door.read(TABLES).rows]
    keyed = {str(row[0]) for row in door.read(KEYED).rows}
    found: list[str] = []
    for table in sorted(tables):
        try:
            door.read(f'select count(*), count(hash(t)) from "{table}" as t')  # noqa: S608 - the engine's own names
            if table in keyed:
                door.write(f'begin; insert or ignore into "{table}" select * from "{table}"; rollback', None)  # noqa: S608 - as above
        except StoreDamagedError as error:
            found.append(f"{table}: {engine.first_line(error.__cause__ or error)}")
    return found
