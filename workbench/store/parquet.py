"""Parquet files that people bring along: read by the engine, apart from any store."""

from __future__ import annotations

from pathlib import Path

import duckdb

from workbench.errors import StoreError
from workbench.i18n import _


def read_parquet(path: Path) -> tuple[list[str], list[tuple[object, ...]]]:
    """Return the column names and rows of a Parquet file.

    Args:
        path: the file.

    Raises:
        StoreError: it is not a Parquet file, or cannot be read.
    """
    with duckdb.connect(":memory:") as engine:
        try:
            found = engine.execute("select * from read_parquet(?)", [str(path)])
            return [str(column[0]) for column in found.description or ()], found.fetchall()
        except duckdb.Error as error:
            raise StoreError(_("“{path}” is not a readable Parquet file.").format(path=path.name)) from error
