"""Migrations: numbered files, forward only, each with its ledger row in one transaction."""

from __future__ import annotations

import hashlib
import re
import shutil
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from workbench.errors import StoreDamagedError, StoreError, WriteConflictError
from workbench.i18n import _
from workbench.store import engine
from workbench.store.doors import Door
from workbench.store.literals import literal

_FILE = re.compile(r"(\d{4})_([a-z0-9_]+)\.sql")
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
    missing = [migration for migration in wanted if migration.number not in applied]
    if missing and applied:
        _keep_copy(door, url, max(applied))
    return [_apply(door, migration) for migration in missing]


def _ledger(door: Door) -> dict[int, str]:
    present = door.read("select 1 from information_schema.tables where table_name = 'schema_migration'").rows
    if not present:
        return {}
    return {int(row[0]): str(row[1]) for row in door.read("select number, digest from schema_migration").rows}


def _apply(door: Door, migration: Migration) -> str:
    row = f"({migration.number}, {literal(migration.name)}, {literal(migration.digest)}, cast(now() at time zone 'UTC' as timestamp))"
    ledger = f"insert into schema_migration (number, name, digest, applied_at) values {row}"  # noqa: S608 - literals
    text = migration.text.rstrip().removesuffix(";")
    try:
        door.write(f"begin;\n{LEDGER};\n{ledger};\n{text};\ncommit", None)
    except StoreError as error:
        if isinstance(error, WriteConflictError) or migration.number in _ledger(door):
            return migration.name
        raise
    return migration.name


def _keep_copy(door: Door, url: str, number: int) -> None:
    """Keep ``<store>.before-NNNN`` and prove that it opens and holds the same ledger."""
    if not Path(url).is_file():
        return
    door.write("checkpoint", None)
    copy = Path(f"{url}.before-{number + 1:04d}")
    shutil.copyfile(url, copy)
    connection = engine.connect(str(copy), read_only=True)
    try:
        row = connection.execute("select max(number) from schema_migration").fetchone()
    finally:
        connection.close()
    if row is None or row[0] != number:
        raise StoreDamagedError(_("The copy kept before the migration could not be verified; nothing was changed."))
