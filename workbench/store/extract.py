"""Rows for a file: the engine writes one moment of a query to Parquet, from where they are read in slices."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb

from workbench.store import engine
from workbench.store.literals import literal

SLICE = 5_000


@dataclass(frozen=True)
class Extract:
    """The rows of a query at one moment, in a Parquet file that goes when the extract is left."""

    path: Path
    columns: tuple[str, ...]
    count: int

    def narrowed(self, columns: tuple[str, ...] | None) -> Extract:
        """Return the same rows with some of their columns, in this order; with all where none are named."""
        return self if columns is None else replace(self, columns=columns)

    def copy_to(self, target: Path) -> None:
        """Write the rows as a Parquet file of their own."""
        with engine.connect(":memory:", threads=1) as connection:
            copied = f"select {self._listed} from {self._rows}"  # noqa: S608 - our own file
            _run(connection, f"copy ({copied}) to {literal(str(target))} (format parquet, compression zstd)")

    def slices(self) -> Iterator[list[tuple[Any, ...]]]:
        """Yield the rows in the query's order, some thousands at a time."""
        with engine.connect(":memory:", threads=1) as connection:
            found = _run(connection, f"select {self._listed} from {self._rows}")  # noqa: S608 - our own file
            while rows := found.fetchmany(SLICE):
                yield rows

    def sums(self, *columns: str) -> tuple[Decimal, ...]:
        """Return the sum of each of some columns of money; rows without a value count as nothing."""
        asked = ", ".join(f'coalesce(sum("{name}"), 0)' for name in columns)
        with engine.connect(":memory:", threads=1) as connection:
            row = _run(connection, f"select {asked} from {self._rows}").fetchall()[0]  # noqa: S608 - our own columns
        return tuple(Decimal(value).quantize(Decimal("0.01")) for value in row)

    def number(self, expression: str) -> int:
        """Return a count over the rows, such as ``count(number)``."""
        with engine.connect(":memory:", threads=1) as connection:
            return int(_run(connection, f"select {expression} from {self._rows}").fetchall()[0][0])  # noqa: S608 - our own

    @property
    def _listed(self) -> str:
        return ", ".join(f'"{name}"' for name in self.columns)

    @property
    def _rows(self) -> str:
        return f"read_parquet({literal(str(self.path))}, hive_partitioning = false)"


def read_extract(path: Path) -> Extract:
    """Return what an engine wrote."""
    with engine.connect(":memory:", threads=1) as connection:
        described = _run(connection, f"describe select * from read_parquet({literal(str(path))})").fetchall()  # noqa: S608 - our own file
    columns = tuple(str(row[0]) for row in described)
    made = Extract(path, columns, 0)
    return Extract(path, columns, made.number("count(*)"))


def _run(connection: duckdb.DuckDBPyConnection, sql: str) -> duckdb.DuckDBPyConnection:
    try:
        return connection.execute(sql)
    except duckdb.Error as error:
        raise engine.running_error(error) from error
