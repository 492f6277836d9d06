"""Files of rows: CSV, Excel or Parquet, written as a draft beside the target and moved in place when it is whole."""

from __future__ import annotations

import csv
import secrets
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from workbench.errors import ExportRefusedError
from workbench.i18n import _
from workbench.i18n.formats import number
from workbench.services.exports.texts import for_excel, neutral
from workbench.store.address import private_files
from workbench.store.extract import Extract

EXCEL_ROWS = 1_048_575  # and the header
EXCEL_TEXT = 32_767
FORMATS: dict[type, str] = {Decimal: "#,##0.00##", datetime: "yyyy-mm-dd hh:mm:ss", date: "yyyy-mm-dd"}
Tell = Callable[[str, float], None]
Write = Callable[[Path, Extract, Tell], None]


def writer_for(path: Path) -> Write:
    """Return what writes files with this ending.

    Raises:
        ExportRefusedError: no export has that ending.
    """
    write = WRITERS.get(path.suffix.lower())
    if write is None:
        raise ExportRefusedError(
            _("“{path}” has no ending of an export; known are {known}.").format(path=path, known=", ".join(WRITERS))
        )
    return write


def require_free(path: Path, *, replace: bool) -> None:
    """Refuse to write where something is, unless it may be replaced.

    Raises:
        ExportRefusedError: a file is there, or a folder, or the folder of the file is missing.
    """
    if path.is_dir() or not path.parent.is_dir():
        raise ExportRefusedError(_("“{path}” cannot be written: there is no such folder.").format(path=path))
    if path.exists() and not replace:
        raise ExportRefusedError(
            _("“{path}” exists already. Choose another name, or say that it may be replaced.").format(path=path)
        )


@contextmanager
def draft_of(path: Path, *, replace: bool) -> Generator[Path]:
    """Lend a draft beside a file; it takes the file's place when all went well, and is removed otherwise.

    Raises:
        ExportRefusedError: it cannot be written, or something was put there meanwhile.
    """
    draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}.part")
    try:
        with private_files():
            draft.touch()
        yield draft
        require_free(path, replace=replace)
        draft.replace(path)
    except OSError as error:
        raise ExportRefusedError(
            _("“{path}” cannot be written: {reason}. Nothing was exported.").format(
                path=path, reason=error.strerror or error
            )
        ) from error
    finally:
        draft.unlink(missing_ok=True)


def _write_csv(draft: Path, extract: Extract, tell: Tell) -> None:
    with draft.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(extract.columns)
        for rows in _told(extract, tell):
            writer.writerows([[_csv_cell(value) for value in row] for row in rows])


def _csv_cell(value: object) -> object:
    if isinstance(value, str):
        return neutral(value)
    if isinstance(value, datetime):
        return value.isoformat(sep=" ")
    return f"{value:f}" if isinstance(value, Decimal) else value


def _write_xlsx(draft: Path, extract: Extract, tell: Tell) -> None:
    if extract.count > EXCEL_ROWS:
        raise ExportRefusedError(
            _("An Excel sheet holds {most} rows; these are {count}. Export them as CSV or Parquet.").format(
                most=number(EXCEL_ROWS), count=number(extract.count)
            )
        )
    from openpyxl import Workbook as Book  # noqa: PLC0415 - only for Excel
    from openpyxl.cell import WriteOnlyCell  # noqa: PLC0415 - only for Excel

    book = Book(write_only=True)
    sheet = book.create_sheet("export")
    sheet.freeze_panes = "A2"
    sheet.append(list(extract.columns))

    def cell(value: Any) -> object:  # noqa: ANN401 - whatever the store holds
        if isinstance(value, str):
            return _excel_text(value)
        form = next((form for kind, form in FORMATS.items() if isinstance(value, kind)), None)
        if form is None:
            return value
        made = WriteOnlyCell(sheet, value)
        made.number_format = form
        return made

    try:
        for rows in _told(extract, tell):
            for row in rows:
                sheet.append([cell(value) for value in row])
    except BaseException:
        _abandon(sheet)
        raise
    book.save(draft)


def _abandon(sheet: Any) -> None:  # noqa: ANN401 - openpyxl has no name for what it keeps of a sheet
    """End a sheet that is not saved: openpyxl would leave its temporary file behind."""
    sheet.close()
    sheet._writer.cleanup()  # noqa: SLF001


def _excel_text(text: str) -> str:
    written = for_excel(neutral(text))
    if len(written) > EXCEL_TEXT:
        raise ExportRefusedError(
            _("A text is longer than the {most} characters of an Excel cell. Export as CSV or Parquet.").format(
                most=number(EXCEL_TEXT)
            )
        )
    return written


def _write_parquet(draft: Path, extract: Extract, tell: Tell) -> None:
    tell(_("Writing"), 0.5)
    extract.copy_to(draft)


def _told(extract: Extract, tell: Tell) -> Iterator[list[tuple[Any, ...]]]:
    """Yield the slices and tell how far it is."""
    done = 0
    for rows in extract.slices():
        tell(_("Writing"), 0.2 + 0.75 * done / max(1, extract.count))
        yield rows
        done += len(rows)


WRITERS: dict[str, Write] = {".csv": _write_csv, ".xlsx": _write_xlsx, ".parquet": _write_parquet}
