"""Migrations: numbered files, forward only, each with its ledger row in one transaction."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from workbench.errors import StoreDamagedError, StoreError, StoreUnavailableError
from workbench.i18n import _
from workbench.store import engine
from workbench.store.address import file_lock
from workbench.store.copying import TABLES, copy_store, free_name
from workbench.store.doors import Door
from workbench.store.literals import literal

_FILE = re.compile(r"(\d{4})_([a-z0-9_]+)\.sql")
LOCK_SECONDS = 120.0
LEDGER = """create table if not exists schema_migration (
  number integer primary key, name varchar not null, digest varchar not null, applied_at timestamp not null
)"""


@dataclass(frozen=True)
class Migration:
    """A numbered file and the digest of its text."""

    number: int
    name: str
    text: str

    @property
    def digest(self) -> str:
        """SHA-256 of the text."""
        return hashlib.sha256(self.text.encode()).hexdigest()


def migrations() -> list[Migration]:
    """Read the migrations of this version in order."""
    found: list[Migration] = []
    for file in (files("workbench.store") / "migrations").iterdir():
        match = _FILE.fullmatch(file.name)
        if match:
            found.append(Migration(int(match[1]), match[2], file.read_text(encoding="utf-8")))
    return sorted(found, key=lambda migration: migration.number)


def migrate(door: Door, url: str, known: list[Migration] | None = None) -> list[str]:
    """Apply what the ledger lacks.

    Args:
        door: who holds the data.
        url: where; a file is copied and the copy verified before a migration of a store in use.
        known: the migrations, by default those of this version.

    Returns:
        The names of the migrations that were applied.

    Raises:
        StoreDamagedError: the ledger holds a migration that this version does not know, or knows differently.
    """
    wanted = migrations() if known is None else known
    if not _missing(door, wanted):
        return []
    if door.name == "postgres" or url == ":memory:":
        return [migration.name for migration in _missing(door, wanted) if _apply(door, migration)]
    with file_lock(f"{url}.migration", LOCK_SECONDS):
        missing = _missing(door, wanted)
        if missing and _ledger(door):
            _keep_copy(door, url, missing[0].number)
        return [migration.name for migration in missing if _apply(door, migration)]


def ledger_row(migration: Migration) -> str:
    """Return the statement that writes a migration into the ledger."""
    now = "cast(current_timestamp at time zone 'UTC' as timestamp)"
    row = f"({migration.number}, {literal(migration.name)}, {literal(migration.digest)}, {now})"
    return f"insert into schema_migration (number, name, digest, applied_at) values {row}"  # noqa: S608 - literals


def _missing(door: Door, wanted: list[Migration]) -> list[Migration]:
    """Return what the ledger lacks, and refuse a ledger that this version cannot go on from."""
    applied = _ledger(door)
    for migration in wanted:
        if migration.number in applied and applied[migration.number] != migration.digest:
            raise StoreDamagedError(
                _("Migration {number} of this store differs from this version's. The store is left as it is.").format(
                    number=migration.number
                )
            )
    if set(applied) - {migration.number for migration in wanted}:
        raise StoreDamagedError(
            _("This store was made by a newer workbench and is left as it is. Install that version to open it.")
        )
    return [migration for migration in wanted if migration.number not in applied]


def _ledger(door: Door) -> dict[int, str]:
    present = door.read("select 1 from information_schema.tables where table_name = 'schema_migration'").rows
    if not present:
        return {}
    return {int(row[0]): str(row[1]) for row in door.read("select number, digest from schema_migration").rows}


def _apply(door: Door, migration: Migration) -> bool:
    """Apply a migration with its ledger row.

    Returns:
        False where another process applied it at the same moment.
    """
    text = migration.text.rstrip().removesuffix(";")
    try:
        door.write(f"begin;\n{LEDGER};\n{ledger_row(migration)};\n{text};\ncommit", None)
    except StoreError:
        if migration.number not in _ledger(door):
            raise
        return False
    return True


def _keep_copy(door: Door, url: str, number: int) -> None:
    """Keep ``<store>.before-NNNN``, with every row counted, before migration NNNN is tried."""
    copy = free_name(Path(f"{url}.before-{number:04d}"))
    try:
        _prove(copy, set(copy_store(door, copy)))
    except StoreError as error:
        copy.unlink(missing_ok=True)
        raise StoreUnavailableError(
            _("No copy could be kept before the migration, so nothing was changed. {reason}").format(reason=error)
        ) from error


def _prove(copy: Path, tables: set[str]) -> None:
    """Open the copy, as somebody would who needs it."""
    with engine.connect(str(copy), read_only=True) as connection:
        found = {str(row[0]) for row in connection.execute(TABLES).fetchall()}
    if found != tables:
        raise StoreError(_("The copy lacks tables."))
