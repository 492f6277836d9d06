"""Excel and Parquet files as rows."""

from __future__ import annotations

import warnings
from collections.abc import Generator, Iterator, Sequence
from contextlib import closing, contextmanager
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, cast
from zipfile import ZipFile

from workbench.errors import ImportRefusedError, StoreError
from workbench.i18n import _
from workbench.i18n.formats import number as written
from workbench.store.parquet import read_parquet

if TYPE_CHECKING:
    from openpyxl.workbook import Workbook

MOST_MEGABYTES = 400
MOST_ROWS = 2_000_000
MOST_CELLS = 50_000_000
CHUNK = 1_000


def excel_rows(path: Path, sheet: str | None) -> tuple[Iterator[tuple[int, Sequence[object]]], tuple[str, ...]]:
    """Return the rows of a sheet with their numbers, and the decisions made.

    Raises:
        ImportRefusedError: no Excel workbook, no such sheet, or more than can be read.
    """
    from openpyxl import load_workbook  # noqa: PLC0415 - only for Excel

    with _readable(path):
        _refuse_large(path)
        with _quiet():
            book = load_workbook(path, read_only=True, data_only=True)
        names = [str(name) for name in book.sheetnames]
        chosen = _sheet(path, names, sheet)
    others = [name for name in names if name != chosen]
    notes = (
        (_("Sheet “{sheet}” was read; not read: {names}.").format(sheet=chosen, names=", ".join(others)),)
        if others
        else ()
    )
    return _rows(path, book, chosen), notes


@contextmanager
def _readable(path: Path) -> Generator[None]:
    try:
        yield
    except ImportRefusedError:
        raise
    except Exception as error:  # openpyxl lets zip, XML and key errors of damaged files through
        raise ImportRefusedError(_("“{path}” is not a readable Excel workbook.").format(path=path.name)) from error


@contextmanager
def _quiet() -> Generator[None]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


def _refuse_large(path: Path) -> None:
    """Refuse what fills the memory; no part can be unpacked beyond the size that the file gives for it."""
    with ZipFile(path) as parts:
        size = sum(part.file_size for part in parts.infolist())
    if size > MOST_MEGABYTES * 1_000_000:
        raise ImportRefusedError(
            _(
                "“{path}” holds more than {limit} MB when it is unpacked. Split it into several files or save it as CSV."
            ).format(path=path.name, limit=written(MOST_MEGABYTES))
        )


def _rows(path: Path, book: Workbook, sheet: str) -> Iterator[tuple[int, Sequence[object]]]:
    """Read row by row; what the file says of its own width and height is often wrong and not believed."""
    number, width, cells = 0, 0, 0
    with _readable(path), closing(book):
        found = book[sheet]
        found.reset_dimensions()
        rows = cast("Iterator[Sequence[object]]", found.iter_rows(values_only=True))
        while chunk := _chunk(rows):
            for row in chunk:
                number += 1
                if number > MOST_ROWS:
                    raise ImportRefusedError(
                        _("“{path}” has more than {limit} rows. Split it into several files.").format(
                            path=path.name, limit=written(MOST_ROWS)
                        )
                    )
                fitted = _fitted(row, width)
                width = width or len(fitted)
                cells += len(fitted) if row else 0
                if cells > MOST_CELLS:
                    raise ImportRefusedError(
                        _("“{path}” has more than {limit} cells. Split it into several files.").format(
                            path=path.name, limit=written(MOST_CELLS)
                        )
                    )
                yield number, fitted


def _chunk(rows: Iterator[Sequence[object]]) -> list[Sequence[object]]:
    with _quiet():
        return list(islice(rows, CHUNK))


def _fitted(row: Sequence[object], width: int) -> tuple[object, ...]:
    """Make a row as wide as the header; only cells that hold something stay beyond it."""
    end = len(row)
    while end > width and row[end - 1] in {None, ""}:
        end -= 1
    return (*row[:end], *[None] * (width - end))


def _sheet(path: Path, names: list[str], wanted: str | None) -> str:
    if wanted is None or wanted in names:
        return wanted or names[0]
    raise ImportRefusedError(
        _("“{path}” has no sheet “{sheet}”; it has {names}.").format(
            path=path.name, sheet=wanted, names=", ".join(names)
        )
    )


def parquet_rows(path: Path) -> Iterator[tuple[int, Sequence[object]]]:
    """Return header and rows of a Parquet file, numbered as in a text file.

    Raises:
        ImportRefusedError: no Parquet file, or more rows than can be read.
    """
    try:
        names, rows = read_parquet(path)
    except StoreError as error:
        raise ImportRefusedError(str(error)) from error
    return ((number, row) for number, row in enumerate([tuple(names), *rows], start=1))
