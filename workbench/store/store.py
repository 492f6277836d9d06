"""The store: rows in, rows out, through whichever door holds the data."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

from workbench.errors import StoreError
from workbench.i18n import _
from workbench.store import feed, migrate, reading, staging
from workbench.store.batch import Batch, Bulk
from workbench.store.direct import ExclusiveDoor, PostgresDoor
from workbench.store.doors import Door, Result
from workbench.store.named import named_query
from workbench.store.served import ServedDoor

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class Violation:
    """A row that breaks a rule: the check's name, what the check is for, and the row as text."""

    check: str
    purpose: str
    row: str


class Store:
    """Named queries and units of work over one door.

    Args:
        url: where the data is.
        door: who holds it.
    """

    def __init__(self, url: str, door: Door) -> None:
        self.url = url
        self._door = door

    @property
    def door(self) -> str:
        """``served``, ``exclusive`` or ``postgres``."""
        return self._door.name

    def rows(self, name: str, /, **parameters: object) -> list[tuple[Any, ...]]:
        """Return the rows of a named query."""
        return self._read(name, parameters).rows

    def records(self, name: str, /, **parameters: object) -> list[dict[str, Any]]:
        """Return the rows of a named query, each as column → value."""
        result = self._read(name, parameters)
        return [dict(zip(result.columns, row, strict=True)) for row in result.rows]

    def frame(self, name: str, /, **parameters: object) -> pd.DataFrame:
        """Return the rows of a named query as a frame; money stays Decimal, days stay dates."""
        return _frame(self._read(name, parameters))

    def select(self, text: str) -> pd.DataFrame:
        """Run one read-only statement of an analyst.

        Raises:
            StoreError: not exactly one statement that only reads this store, or the engine refused it.
        """
        tables = {str(row[0]) for row in self._door.read(reading.TABLES).rows}
        return _frame(self._door.read(reading.checked(text, tables)))

    def write(self, batch: Batch) -> None:
        """Write a unit of work: all of it, or nothing.

        Raises:
            GuardFailedError: a guard did not hold.
            WriteConflictError: another unit wrote the same row at the same moment.
            StoreUnavailableError: the store cannot be reached.
            StoreError: the engine refused it, for example because the disk is full.
        """
        bulks = {place: step for place, step in enumerate(batch.steps) if isinstance(step, Bulk)}
        if not bulks:
            self._door.write(batch.message({}), batch.unit)
        else:
            with staging.folder(self.url) as folder:
                staged = {place: staging.stage(folder, place, step) for place, step in bulks.items()}
                self._door.write(batch.message(staged), batch.unit)
        if self.door != "postgres" and self.url != ":memory:":
            feed.tell(self.url)

    def migrate(self) -> list[str]:
        """Bring the store to this version's schema.

        Returns:
            The names of the migrations that were applied.
        """
        return migrate.migrate(self._door, self.url)

    def check(self) -> list[Violation]:
        """Run every integrity check; each names the rows that break a rule."""
        found: list[Violation] = []
        for file in sorted((files("workbench.store") / "checks").iterdir(), key=lambda entry: entry.name):
            if file.name.endswith(".sql"):
                text = file.read_text(encoding="utf-8")
                result = self._door.read(text.rstrip().removesuffix(";"))
                purpose = text.partition("\n")[0].removeprefix("--").strip()
                found += [Violation(file.name.removesuffix(".sql"), purpose, _said(result, row)) for row in result.rows]
        return found

    def explain(self, text: str) -> Result:
        """Return the engine's plan for a statement: the tests EXPLAIN every named query."""
        return self._door.read(f"explain {text}")

    def checkpoint(self) -> None:
        """Fold the write-ahead log into the file."""
        if self.door != "postgres":
            self._door.write("checkpoint", None)

    def close(self) -> None:
        """Let the data go."""
        self._door.close()

    def _read(self, name: str, parameters: dict[str, object]) -> Result:
        return self._door.read(named_query(name).render(parameters))


def open_store(url: str, *, door: str | None = None) -> Store:
    """Open a store and bring it to this version's schema.

    Args:
        url: path of a DuckDB file, ``:memory:``, or ``postgres://…``.
        door: ``served`` or ``exclusive``; default served for a path. Memory is always exclusive.

    Raises:
        StoreUnavailableError, StoreDamagedError: it cannot be opened; the message says why and what to do.
    """
    if url.startswith(("postgres://", "postgresql://")):
        store = Store(url, PostgresDoor(url))
    elif url == ":memory:":
        store = Store(url, ExclusiveDoor(url))
    else:
        path = str(Path(url).expanduser().resolve())
        if door not in {None, "served", "exclusive"}:
            raise StoreError(_("A store has no door “{door}”.").format(door=door))
        Path(path).parent.mkdir(parents=True, exist_ok=True)
        store = Store(path, ExclusiveDoor(path) if door == "exclusive" else ServedDoor(path))
    try:
        store.migrate()
    except BaseException:
        store.close()
        raise
    return store


def _frame(result: Result) -> pd.DataFrame:
    import pandas as pd  # noqa: PLC0415 - a page that shows no frame must not pay for pandas

    return pd.DataFrame(result.rows, columns=pd.Index(result.columns))


def _said(result: Result, row: tuple[Any, ...]) -> str:
    return ", ".join(f"{column}={value}" for column, value in zip(result.columns, row, strict=True))
