"""Parquet files that people bring along: read by the engine, apart from any store."""

from __future__ import annotations

import re
from pathlib import Path

import duckdb

from workbench.errors import StoreError
from workbench.i18n import _
from workbench.i18n.formats import number

MOST_ROWS = 5_000_000
GLOB = re.compile(r"([*?\[])")
READ = "select * from read_parquet(?, hive_partitioning = false) limit ?"
COUNT = "select num_rows from parquet_file_metadata(?)"


def read_parquet(path: Path) -> tuple[list[str], list[tuple[object, ...]]]:
    """Return the column names and rows of a Parquet file.

    Args:
        path: the file.

    Raises:
        StoreError: it is not a Parquet file, cannot be read, or has more than ``MOST_ROWS`` rows.
    """
    name = GLOB.sub(r"[\1]", str(path.absolute()))
    with duckdb.connect(":memory:") as engine:
        try:
            _refuse_many(path, sum(row[0] for row in engine.execute(COUNT, [name]).fetchall()))
            found = engine.execute(READ, [name, MOST_ROWS + 1])
            columns, rows = [str(column[0]) for column in found.description or ()], found.fetchall()
        except duckdb.Error as error:
            raise StoreError(_("“{path}” is not a readable Parquet file.").format(path=path.name)) from error
    _refuse_many(path, len(rows))
    return columns, rows


def _refuse_many(path: Path, count: int) -> None:
    if count > MOST_ROWS:
        raise StoreError(
            _("“{path}” has more than {limit} rows. Split it into several files.").format(
                path=path.name, limit=number(MOST_ROWS)
            )
        )
