"""Copy a store between doors: one moment of it, in one transaction of the target, proven before it counts.

The schema is made by the migrations, the rows come in bulk; then the rows of every table and the sum of every decimal
column are compared with the source's moment, and every integrity check is run. Only then is it committed; a file is
written as a draft and moved in place.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from uuid import UUID

import duckdb

from workbench.errors import StoreDamagedError, StoreError, StoreUnavailableError
from workbench.i18n import _
from workbench.store import engine
from workbench.store.address import private_files
from workbench.store.copying import (
    END_JOBS,
    UNDER_WAY,
    copy_store,
    draft_name,
    remove_draft,
    remove_left,
    require_whole,
)
from workbench.store.direct import attach_postgres
from workbench.store.doors import Door, Result
from workbench.store.literals import literal
from workbench.store.migrate import LEDGER, ledger_row, migrations
from workbench.store.passwords import without_password
from workbench.store.store import Store

POSTGRES = ("postgres://", "postgresql://")
OWN = "schema_migration"
COLUMNS = """select table_name, column_name, data_type from duckdb_columns()
where database_name = {database} and schema_name in ('main', 'public') and not internal
order by table_name, column_index"""
Tell = Callable[[str, float], None]


@dataclass(frozen=True, kw_only=True)
class Transfer:
    """What was copied: the rows of every table, and the sum of every decimal column by ``table.column``."""

    rows: dict[str, int]
    sums: dict[str, Decimal]


def transfer(store: Store, door: Door, target: str, tell: Tell | None = None) -> Transfer:
    """Copy one moment of a store in use to a new place.

    Args:
        store: the store.
        door: its door.
        target: a path where nothing is, or the address of an empty PostgreSQL database.
        tell: is told each table and the share done, 0 to 1.

    Returns:
        What was copied and compared.

    Raises:
        StoreError: the target is not empty, cannot be written, or the copy is not sound. Nothing is left behind then.
    """
    if store.url == ":memory:":
        raise StoreError(_("A store in memory cannot be copied."))
    to_file = not target.startswith(POSTGRES)
    place = Path(target).expanduser().resolve()
    if to_file and place.exists():
        raise StoreError(_("{path} exists already; a copy never replaces a store.").format(path=place))
    draft = draft_name(str(place), "copy")
    try:
        with private_files(), engine.connect(":memory:") as connection:
            if to_file:
                place.parent.mkdir(parents=True, exist_ok=True)
                connection.execute(f"attach {literal(str(draft))} as w")
            else:
                attach_postgres(connection, target, "w")
            with _source(connection, store, door):
                done = _Copying(connection, tell or _untold).run()
            if to_file:
                connection.execute("checkpoint w")
                connection.execute("detach w")
        if to_file:
            require_whole(draft)
            _move(draft, place)
    except (duckdb.Error, OSError) as error:
        reason = without_password(without_password(engine.first_line(error), target), store.url)
        raise StoreUnavailableError(
            _("The store could not be copied: {reason}. Nothing was left behind.").format(reason=reason)
        ) from error
    finally:
        if to_file:
            remove_draft(draft)
    return done


def require_store(url: str) -> None:
    """Refuse an address where no store is: opening it would make one.

    Raises:
        StoreError: there is none, or it cannot be reached.
    """
    if url.startswith(POSTGRES):
        with engine.connect(":memory:") as connection:
            attach_postgres(connection, url, "source", read_only=True)
            there = bool(_columns(connection, "source").get(OWN))
    else:
        there = Path(url).expanduser().is_file()
    if not there:
        raise StoreError(_("There is no store in {path}.").format(path=without_password(url, url)))


@contextmanager
def _source(connection: duckdb.DuckDBPyConnection, store: Store, door: Door) -> Generator[None]:
    """Attach the source: PostgreSQL itself, of which a transaction sees one moment, or one moment of a file."""
    if store.door == "postgres":
        attach_postgres(connection, store.url, "source", read_only=True)
        yield
        return
    remove_left(door, store.url)
    moment = draft_name(store.url, "copy")
    try:
        copy_store(door, moment)
        connection.execute(f"attach {literal(str(moment))} as source (read_only)")
        yield
        connection.execute("detach source")
    finally:
        remove_draft(moment)


@dataclass
class _Copying:
    connection: duckdb.DuckDBPyConnection
    tell: Tell

    def run(self) -> Transfer:
        """Make the schema, bring the rows, compare and check; all of it is committed, or nothing."""
        self.connection.execute("use w")
        if _columns(self.connection, "w"):
            raise StoreError(_("The target is not empty; a copy needs a new file or an empty database."))
        self.connection.execute("begin")
        try:
            self._make_schema()
            columns = _columns(self.connection, "w")
            columns.pop(OWN)
            tables = self._tables(columns)
            self._bring(columns, tables)
            done = self._compared(columns, tables)
            self.connection.execute(END_JOBS, [UNDER_WAY])
            self.tell(_("Integrity checks"), 0.95)
            self._check()
            self.connection.execute("commit")
        except BaseException:
            self.connection.execute("rollback")
            raise
        finally:
            self.connection.execute("use memory")
        self.tell(_("Done"), 1.0)
        return done

    def _make_schema(self) -> None:
        self.connection.execute(LEDGER)
        for migration in migrations():
            self.connection.execute(ledger_row(migration))
            self.connection.execute(migration.text)

    def _tables(self, columns: Mapping[str, Mapping[str, str]]) -> dict[str, str]:
        """Return the source's name of every table; it must have each with the same columns."""
        theirs = _columns(self.connection, "source")
        for table, wanted in columns.items():
            if set(theirs.get(table, {})) != set(wanted):
                raise StoreDamagedError(
                    _("The store to copy has no table “{table}” as it should be.").format(table=table)
                )
        found = self.connection.execute(
            "select table_name, schema_name from duckdb_tables() where database_name = 'source' and not internal"
        ).fetchall()
        return {str(table): f'source."{schema}"."{table}"' for table, schema in found if table in columns}

    def _bring(self, columns: Mapping[str, Mapping[str, str]], tables: Mapping[str, str]) -> None:
        counts = {table: self._number(f"select count(*) from {name}") for table, name in tables.items()}  # noqa: S608 - the engine's own names
        done, total = 0, max(1, sum(counts.values()))
        for table, name in sorted(tables.items()):
            self.tell(table, 0.9 * done / total)
            listed = ", ".join(f'"{column}"' for column in columns[table])
            self.connection.execute(f'delete from "{table}"')  # noqa: S608 - what the migrations wrote
            self.connection.execute(f'insert into "{table}" ({listed}) select {listed} from {name}')  # noqa: S608 - the engine's own names
            done += counts[table]

    def _compared(self, columns: Mapping[str, Mapping[str, str]], tables: Mapping[str, str]) -> Transfer:
        """Compare the rows and sums of both sides, within the transaction that brought them."""
        self.tell(_("Comparing"), 0.9)
        rows: dict[str, int] = {}
        sums: dict[str, Decimal] = {}
        for table, name in sorted(tables.items()):
            money = [column for column, kind in columns[table].items() if kind.startswith("DECIMAL")]
            asked = ", ".join(["count(*)", *(f'coalesce(sum("{column}"), 0)' for column in money)])
            theirs, ours = (
                self.connection.execute(f"select {asked} from {each}").fetchall()[0]  # noqa: S608 - the engine's own names
                for each in (name, f'"{table}"')
            )
            if theirs != ours:
                raise StoreDamagedError(
                    _("The copy differs from the store in the table “{table}”. Nothing was left behind.").format(
                        table=table
                    )
                )
            rows[table] = int(ours[0])
            sums |= {f"{table}.{column}": Decimal(value) for column, value in zip(money, ours[1:], strict=True)}
        return Transfer(rows=rows, sums=sums)

    def _check(self) -> None:
        violations = Store("", _Within(self.connection)).check()
        if violations:
            raise StoreDamagedError(
                _("The store breaks a rule, so nothing was copied: {check}, {row}.").format(
                    check=violations[0].check, row=violations[0].row
                )
            )

    def _number(self, sql: str) -> int:
        return int(self.connection.execute(sql).fetchall()[0][0])


@dataclass
class _Within:
    """A door to what a transaction that is under way has written."""

    connection: duckdb.DuckDBPyConnection
    name: str = "within"

    def read(self, sql: str) -> Result:
        try:
            found = self.connection.execute(sql)
            return Result(engine.columns_of(found), found.fetchall())
        except duckdb.Error as error:
            raise engine.running_error(error) from error

    def write(self, sql: str, unit: UUID | None) -> None:
        raise NotImplementedError

    def close(self) -> None:
        """Leave the connection to who opened it."""


def _columns(connection: duckdb.DuckDBPyConnection, database: str) -> dict[str, dict[str, str]]:
    """Return the tables of a database with their columns and types."""
    tables: dict[str, dict[str, str]] = {}
    for table, column, kind in connection.execute(COLUMNS.format(database=literal(database))).fetchall():
        tables.setdefault(str(table), {})[str(column)] = str(kind)
    return tables


def _move(draft: Path, place: Path) -> None:
    if place.exists():
        raise StoreError(_("{path} exists already; a copy never replaces a store.").format(path=place))
    draft.replace(place)


def _untold(_step: str, _share: float) -> None:
    """Tell nobody about the progress."""
