"""The store: rows in, rows out, through whichever door holds the data."""

from __future__ import annotations

from collections.abc import Callable, Generator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from contextvars import ContextVar
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

from workbench.errors import GuardFailedError, StoreError, StoreUnavailableError, WriteConflictError
from workbench.i18n import _
from workbench.store import copying, damage, engine, feed, migrate, reading, staging
from workbench.store.address import private_files
from workbench.store.batch import Batch, Bond
from workbench.store.direct import ExclusiveDoor, PostgresDoor
from workbench.store.doors import Door, Result
from workbench.store.extract import Extract, read_extract
from workbench.store.literals import literal
from workbench.store.named import named_query
from workbench.store.served import ServedDoor

if TYPE_CHECKING:
    import pandas as pd

    from workbench.store.backup import Manifest
    from workbench.store.transfer import Transfer

STORAGE = "Every block of the file can be read."


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
        self._bond: ContextVar[Bond | None] = ContextVar("bond", default=None)

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
        tables = [(str(schema), str(name)) for schema, name in self._door.read(reading.TABLES).rows]
        return _frame(self._door.read(reading.checked(text, tables)))

    @contextmanager
    def extract(self, name: str, /, **parameters: object) -> Generator[Extract]:
        """Lend the rows of a named query at one moment, any number of them, as a file that is gone afterwards.

        Raises:
            StoreError: the engine refused it, for example because the disk is full.
        """
        query = named_query(name).render(parameters)
        with staging.folder(self.url) as folder:
            path = folder / "extract.parquet"
            with self._own_files():
                self._door.write(f"copy ({query}) to {literal(str(path))} (format parquet, compression zstd)", None)
            yield read_extract(path)

    def write(self, batch: Batch) -> None:
        """Write a unit of work: all of it, or nothing.

        Raises:
            GuardFailedError: a guard did not hold.
            WriteConflictError: another unit wrote the same row at the same moment.
            StoreUnavailableError: the store cannot be reached.
            StoreError: the engine refused it, for example because the disk is full.
        """
        bond = None if batch.silent else self._bond.get()
        if bond is not None:
            bond.wanted()
        try:
            self._write(batch if bond is None else batch.bound(bond))
        except (GuardFailedError, WriteConflictError):
            if bond is not None:
                bond.refused()
            raise
        if not batch.silent:
            self.nudge()

    @contextmanager
    def bound(self, bond: Bond) -> Generator[None]:
        """Bind the units of work that this thread writes meanwhile to a running job."""
        before = self._bond.set(bond)
        try:
            yield
        finally:
            self._bond.reset(before)

    def nudge(self) -> None:
        """Let everybody who watches this store look at it again."""
        if self.door != "postgres" and self.url != ":memory:":
            with private_files():
                feed.tell(self.url)

    def migrate(self) -> list[str]:
        """Bring the store to this version's schema.

        Returns:
            The names of the migrations that were applied.
        """
        with self._own_files():
            return migrate.migrate(self._door, self.url)

    def check(self) -> list[Violation]:
        """Read the whole file, then run every integrity check; each names the rows that break a rule, or why it could not.

        Raises:
            StoreUnavailableError: the store cannot be reached.
        """
        with self._own_files():
            found = [Violation("storage", STORAGE, row) for row in damage.unreadable(self._door)]
        for file in sorted((files("workbench.store") / "checks").iterdir(), key=lambda entry: entry.name):
            if file.name.endswith(".sql"):
                text = file.read_text(encoding="utf-8")
                purpose = text.partition("\n")[0].removeprefix("--").strip()
                name = file.name.removesuffix(".sql")
                found += [Violation(name, purpose, row) for row in self._broken(text.rstrip().removesuffix(";"))]
        return found

    def explain(self, text: str) -> Result:
        """Return the engine's plan for a statement: the tests EXPLAIN every named query."""
        return self._door.read(f"explain {text}")

    def checkpoint(self) -> None:
        """Fold the write-ahead log into the file."""
        if self.door != "postgres":
            with self._own_files():
                self._door.write("checkpoint", None)

    def backup(self, target: Path) -> Manifest:
        """Copy the store, which others may be using, to a proven backup; see ``workbench.store.backup``.

        Raises:
            StoreError: it cannot be backed up or written there; nothing is left behind.
        """
        from workbench.store.backup import take_backup  # noqa: PLC0415 - backups open stores themselves

        return take_backup(self, self._door, target)

    def copy_to(self, target: str, tell: Callable[[str, float], None] | None = None) -> Transfer:
        """Copy one moment of the store, which others may be using, to a new place; see ``workbench.store.transfer``.

        Args:
            target: a path where nothing is, or the address of an empty PostgreSQL database.
            tell: is told each table and the share done, 0 to 1.

        Raises:
            StoreError: it cannot be copied there, or the copy is not sound; nothing is left behind.
        """
        from workbench.store.transfer import transfer  # noqa: PLC0415 - copies open stores themselves

        return transfer(self, self._door, target, tell)

    def tidy_after(self, pid: int) -> None:
        """Remove what a process that was killed while writing or copying left beside the store."""
        staging.remove_left(self.url, pid)
        if self.door != "postgres" and self.url != ":memory:":
            copying.remove_left(self._door, self.url, [pid])

    def close(self) -> None:
        """Let the data go."""
        with self._own_files():
            self._door.close()

    def _write(self, batch: Batch) -> None:
        rows = {place: step for place, step in enumerate(batch.steps) if not isinstance(step, str)}
        unit = None if batch.silent else batch.unit
        with self._own_files():
            if not rows:
                self._door.write(batch.message({}), unit)
                return
            with staging.folder(self.url) as folder:
                staged = {place: staging.stage_all(folder, place, step) for place, step in rows.items()}
                self._door.write(batch.message(staged), unit)

    def _broken(self, check: str) -> list[str]:
        """Run a check and return its rows as text; one that fails tells of damage too, and keeps no other from running."""
        try:
            result = self._door.read(check)
        except StoreUnavailableError:
            raise
        except StoreError as error:
            return [engine.first_line(error.__cause__ or error)]
        return [_said(result, row) for row in result.rows]

    def _own_files(self) -> AbstractContextManager[None]:
        """Keep files private that the engine makes in this process; an owner does so by itself."""
        return private_files() if self.door == "exclusive" and self.url != ":memory:" else nullcontext()

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
        with private_files():
            Path(path).parent.mkdir(parents=True, exist_ok=True)
        store = Store(path, _exclusive_door(path) if door == "exclusive" else ServedDoor(path))
    try:
        store.migrate()
    except BaseException:
        store.close()
        raise
    return store


def _exclusive_door(path: str) -> ExclusiveDoor:
    with private_files():
        return ExclusiveDoor(path)


def _frame(result: Result) -> pd.DataFrame:
    import pandas as pd  # noqa: PLC0415 - a page that shows no frame must not pay for pandas

    return pd.DataFrame(result.rows, columns=pd.Index(result.columns))


def _said(result: Result, row: tuple[Any, ...]) -> str:
    return ", ".join(f"{column}={value}" for column, value in zip(result.columns, row, strict=True))
