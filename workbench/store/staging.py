"""Bulk rows travel to the data as one parquet file that the unit of work reads, then it is removed."""

from __future__ import annotations

import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from workbench.store import engine
from workbench.store.batch import Bulk
from workbench.store.literals import literal

_NAME = re.compile(r"[a-z_][a-z0-9_]*")


@contextmanager
def folder(url: str) -> Iterator[Path]:
    """Make a private folder beside the store, or among temporary files where the store is no file, and remove it."""
    beside = None if url == ":memory:" or "://" in url else Path(url).parent
    made = Path(tempfile.mkdtemp(prefix=".workbench-", dir=beside))
    try:
        yield made
    finally:
        shutil.rmtree(made, ignore_errors=True)


def stage(folder: Path, place: int, bulk: Bulk) -> str:
    """Write a frame's rows to a file.

    Args:
        folder: where.
        place: a number that no other file of the unit has.
        bulk: the table and the rows; a column without any value is left out and becomes null.

    Returns:
        The statement that appends the rows to the table.

    Raises:
        StoreError: the file cannot be written, for example because the disk is full.
    """
    columns = [str(name) for name in bulk.frame.columns if not bulk.frame[name].isna().all()]
    if not all(_NAME.fullmatch(name) for name in (bulk.table, *columns)):
        raise ValueError(f"{bulk.table}: a table or column name is no plain name")
    path = folder / f"{place}.parquet"
    listed = ", ".join(columns)
    if bulk.frame.empty:
        return "select 1"
    rows = bulk.frame[columns]
    texts = {name: object for name in columns if str(rows[name].dtype) in {"str", "string"}}
    connection = engine.connect(":memory:")
    try:
        connection.execute("set pandas_analyze_sample = 1000000")
        connection.register("rows", rows.astype(texts) if texts else rows)
        connection.execute(f"copy (select {listed} from rows) to {literal(str(path))} (format parquet)")  # noqa: S608 - checked names
    except duckdb.Error as error:
        raise engine.running_error(error) from error
    finally:
        connection.close()
    return f"insert into {bulk.table} ({listed}) select {listed} from read_parquet({literal(str(path))})"  # noqa: S608 - checked names
