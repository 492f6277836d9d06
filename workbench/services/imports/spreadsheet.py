"""Excel and Parquet files as rows."""

from __future__ import annotations

import warnings
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import cast

from workbench.errors import ImportRefusedError, StoreError
from workbench.i18n import _
from workbench.store.parquet import read_parquet


def excel_rows(path: Path, sheet: str | None) -> tuple[Iterator[tuple[int, Sequence[object]]], tuple[str, ...]]:
    """Return the rows of a sheet with their numbers, and the decisions made.

    Raises:
        ImportRefusedError: no Excel workbook, or no such sheet.
    """
    from openpyxl import load_workbook  # noqa: PLC0415 - only for Excel

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            book = load_workbook(path, read_only=True, data_only=True)
            names = [str(name) for name in book.sheetnames]
            chosen = _sheet(path, names, sheet)
            rows = [tuple(cast("tuple[object, ...]", row)) for row in book[chosen].iter_rows(values_only=True)]
            book.close()
    except ImportRefusedError:
        raise
    except Exception as error:  # openpyxl lets zip, XML and key errors of damaged files through
        raise ImportRefusedError(_("“{path}” is not a readable Excel workbook.").format(path=path.name)) from error
    others = [name for name in names if name != chosen]
    notes = (
        (_("Sheet “{sheet}” was read; not read: {names}.").format(sheet=chosen, names=", ".join(others)),)
        if others
        else ()
    )
    return ((number, row) for number, row in enumerate(rows, start=1)), notes


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
        ImportRefusedError: no Parquet file.
    """
    try:
        names, rows = read_parquet(path)
    except StoreError as error:
        raise ImportRefusedError(_("“{path}” is not a readable Parquet file.").format(path=path.name)) from error
    return ((number, row) for number, row in enumerate([tuple(names), *rows], start=1))
