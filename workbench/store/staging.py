"""Bulk rows travel to the data as one parquet file that the unit of work reads; then it is removed."""

from __future__ import annotations

import os
import re
import shutil
import tempfile
from collections.abc import Generator, Iterable
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, cast

import duckdb

from workbench.errors import InvalidValueError, StoreUnavailableError
from workbench.i18n import _
from workbench.store import engine
from workbench.store.batch import Bulk, Stream
from workbench.store.literals import literal

if TYPE_CHECKING:
    import pandas as pd

_NAME = re.compile(r"[a-z_][a-z0-9_]*")
WEIGHTED = (
    "(select round(cast(s.base_expected as decimal(38, 2)) * p.percent * 0.01, 2)"
    " from probability as p where p.id = cast(s.probability_id as uuid))"
)
DERIVED: dict[str, dict[str, tuple[tuple[str, ...], str]]] = {
    "opportunity": {
        "title_folded": (("title",), "lower(strip_accents(s.title))"),
        "tags_folded": (("tags",), "lower(strip_accents(s.tags))"),
        "notes_folded": (("notes",), "lower(strip_accents(s.notes))"),
        "base_weighted": (("base_expected", "probability_id"), WEIGHTED),
    },
    "contact": {
        "name_folded": (("name",), "lower(strip_accents(s.name))"),
        "city_folded": (("city",), "lower(strip_accents(s.city))"),
    },
    "interaction": {
        "said_folded": (
            ("subject", "body", "outcome"),
            "lower(strip_accents(concat_ws(' ', s.subject, s.body, s.outcome)))",
        ),
    },
}  # what the store keeps beside the values that it is given: from which columns, and how


@contextmanager
def folder(url: str) -> Generator[Path]:
    """Make a private folder beside the store, or among temporary files where the store is no file, and remove it.

    Raises:
        StoreUnavailableError: it cannot be made, for example because the disk is full.
    """
    beside = None if url == ":memory:" or "://" in url else Path(url).parent
    try:
        made = Path(tempfile.mkdtemp(prefix=_prefix(os.getpid()), dir=beside))
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


def remove_left(url: str, pid: int) -> None:
    """Remove what a process that was killed left staged."""
    beside = Path(tempfile.gettempdir()) if "://" in url else Path(url).parent
    for left in beside.glob(f"{_prefix(pid)}*"):
        shutil.rmtree(left, ignore_errors=True)


def _prefix(pid: int) -> str:
    return f".workbench-{pid}-"


def stage_all(folder: Path, place: int, step: Bulk | Stream) -> str:
    """Write the rows of a step to files; those of a stream one frame after the other.

    Args:
        folder: where.
        place: a number that no other step of the unit has.
        step: the rows.

    Returns:
        The statements that append the rows to their tables.
    """
    if isinstance(step, Bulk):
        return stage(folder, str(place), step)
    statements = [
        stage(folder, f"{place}-{number}", Bulk(table, frame)) for number, (table, frame) in enumerate(step.parts)
    ]
    return ";\n".join(statements) or "select 1"


def stage(folder: Path, place: str, bulk: Bulk) -> str:
    """Write a frame's rows to a file.

    Args:
        folder: where.
        place: a name that no other file of the unit has.
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
    derived = {
        name: _derived(made, [source for source in sources if source not in columns])
        for name, (sources, made) in DERIVED.get(bulk.table, {}).items() if not columns.keys().isdisjoint(sources)
    }  # fmt: skip
    targets = ", ".join([*columns, *derived])
    values = ", ".join([*(f"s.{name}" for name in columns), *derived.values()])
    return f"insert into {bulk.table} ({targets}) select {values} from read_parquet({literal(str(path))}) as s"  # noqa: S608 - checked names


def _derived(made: str, absent: Iterable[str]) -> str:
    """Return how a column is made where some of its sources hold nothing and are not in the file."""
    for source in absent:
        made = made.replace(f"s.{source}", "cast(null as varchar)")
    return made


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
    if str(column.dtype) not in {"object", "str", "string", "category"} or _few_texts(column):
        return column
    values, present = cast("list[object]", column.tolist()), cast("list[bool]", column.notna().tolist())
    texts = [str(value) if there else None for value, there in zip(values, present, strict=True)]
    if any(text is not None and "\x00" in text for text in texts):
        raise InvalidValueError(name, _("The text holds a NUL character, which cannot be stored."))
    import pandas as pd  # noqa: PLC0415 - whoever has a frame has pandas

    return pd.Series(texts, index=column.index, dtype=object)


def _few_texts(column: pd.Series) -> bool:
    """Tell whether a column is a choice among texts without NUL, which the engine reads as it is."""
    if str(column.dtype) != "category":
        return False
    values = cast("list[object]", column.cat.categories.tolist())  # pyright: ignore[reportUnknownMemberType]
    return all(isinstance(value, str) and "\x00" not in value for value in values)
