"""Bulk rows travel to the data as one parquet file that the unit of work reads; then it is removed."""

from __future__ import annotations

import re
import shutil
import tempfile
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, cast

import duckdb

from workbench.errors import InvalidValueError, StoreUnavailableError
from workbench.i18n import _
from workbench.store import engine
from workbench.store.batch import Bulk
from workbench.store.literals import literal

if TYPE_CHECKING:
    import pandas as pd

_NAME = re.compile(r"[a-z_][a-z0-9_]*")
FOLDED = {"opportunity": ("title", "tags"), "contact": ("name", "city")}  # the texts that are kept a second time


@contextmanager
def folder(url: str) -> Generator[Path]:
    """Make a private folder beside the store, or among temporary files where the store is no file, and remove it.

    Raises:
        StoreUnavailableError: it cannot be made, for example because the disk is full.
    """
    beside = None if url == ":memory:" or "://" in url else Path(url).parent
    try:
        made = Path(tempfile.mkdtemp(prefix=".workbench-", dir=beside))
    except OSError as error:
        raise StoreUnavailableError(
            _("No rows can be staged in {path}: {reason}. Nothing was written.").format(
                path=beside, reason=error.strerror or error
            )
        ) from error
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
        InvalidValueError: a text holds a character that cannot be stored.
    """
    columns = _columns(bulk)
    if not all(_NAME.fullmatch(name) for name in (bulk.table, *columns)):
        raise ValueError(f"{bulk.table}: a table or column name is no plain name")
    if not columns:
        return "select 1"
    path, listed = folder / f"{place}.parquet", ", ".join(columns)
    with engine.connect(":memory:", threads=1) as connection:
        connection.execute("set pandas_analyze_sample = 0")
        connection.register("staged_rows", _frame(columns))
        try:
            connection.execute(f"copy (select {listed} from staged_rows) to {literal(str(path))} (format parquet)")  # noqa: S608 - checked names
        except duckdb.Error as error:
            raise engine.running_error(error) from error
    folded = [name for name in FOLDED.get(bulk.table, ()) if name in columns]
    targets = ", ".join([listed, *(f"{name}_folded" for name in folded)])
    values = ", ".join([listed, *(f"lower(strip_accents({name}))" for name in folded)])
    return f"insert into {bulk.table} ({targets}) select {values} from read_parquet({literal(str(path))})"  # noqa: S608 - checked names


def _columns(bulk: Bulk) -> dict[str, pd.Series]:
    named = cast("dict[str, pd.Series]", {str(name): bulk.frame[name] for name in bulk.frame.columns})
    return {name: _plain(name, column) for name, column in named.items() if column.count()}


def _frame(columns: dict[str, pd.Series]) -> pd.DataFrame:
    import pandas as pd  # noqa: PLC0415 - whoever has a frame has pandas

    return pd.DataFrame(columns)


def _plain(name: str, column: pd.Series) -> pd.Series:
    """Turn objects into text, which the table's own types read back exactly; numbers and moments stay as they are."""
    if str(column.dtype).startswith("datetime64") and "," in str(column.dtype):
        raise TypeError(f"{name}: moments are kept in UTC without a zone")
    if str(column.dtype) not in {"object", "str", "string", "category"}:
        return column
    values, present = cast("list[object]", column.tolist()), cast("list[bool]", column.notna().tolist())
    texts = [str(value) if there else None for value, there in zip(values, present, strict=True)]
    if any(text is not None and "\x00" in text for text in texts):
        raise InvalidValueError(name, _("The text holds a NUL character, which cannot be stored."))
    import pandas as pd  # noqa: PLC0415 - whoever has a frame has pandas

    return pd.Series(texts, index=column.index, dtype=object)
